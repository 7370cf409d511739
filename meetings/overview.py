"""How far a semester is: where each cohort stands, what has to be dealt with, what comes next.

One `Overview` reads everything in six queries, whatever the size; the rest is counting.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from design.french import as_date
from groups.models import Cohort, Intern, TutorialGroup, Tutorship
from meetings.models import Convocation, Semester, Seminar, TutorialSession, TutorsMeeting, Unavailability
from outbox.models import Message

STUDYING = (Intern.Standing.ACTIVE, Intern.Standing.LEAVE, Intern.Standing.RESEARCH)
ROOMS_NAMED = 3
"""Past that many unconfirmed rooms, one line tells them all."""
LOST = (Message.State.FAILED, Message.State.UNCERTAIN)


@dataclass(frozen=True)
class GroupLine:
    """A group of the semester as one row: its size, its tutor, its session if it has one."""

    id: int
    code: str
    cohort_id: int
    size: int
    smallest: int
    tutor_id: int | None
    tutor: str
    driving_minutes: int


@dataclass(frozen=True)
class SessionLine:
    id: int
    group: GroupLine
    state: str
    starts_at: datetime
    ends_at: datetime
    room_id: int | None
    room: str
    room_confirmed: bool
    tutor_absent: bool

    @property
    def day(self) -> date:
        return as_date(self.starts_at)


@dataclass
class CohortLine:
    """One cohort's way through the semester."""

    cohort: Cohort
    rank: int
    interns: int
    convened: int
    groups: list[GroupLine] = field(default_factory=list)
    sessions: list[SessionLine] = field(default_factory=list)

    @cached_property
    def grouped(self) -> int:
        return sum(group.size for group in self.groups)

    @property
    def placed(self) -> int:
        return len(self.sessions)

    @property
    def to_place(self) -> int:
        return len(self.groups) - len(self.sessions)

    @property
    def to_convene(self) -> int:
        return max(0, self.grouped - self.convened)

    @cached_property
    def held(self) -> int:
        return sum(session.state == TutorialSession.State.CLOSED for session in self.sessions)

    @property
    def to_hold(self) -> int:
        return len(self.groups) - self.held

    @cached_property
    def shares(self) -> dict[str, int]:
        """How much of each step is done, in per cent: 100 only when nothing is left."""
        return {
            "imported": 100 if self.interns else 0,
            "groups": _percent(self.grouped, self.interns),
            "sessions": _percent(self.placed, len(self.groups)),
            "convocations": _percent(self.convened, self.grouped),
            "held": _percent(self.held, len(self.groups)),
        }


@dataclass(frozen=True)
class Clash:
    """A seminar and the sessions of its cohort that fall on it (A-135)."""

    seminar: Seminar
    sessions: list[SessionLine]

    @property
    def interns(self) -> int:
        return sum(session.group.size for session in self.sessions)


@dataclass(frozen=True)
class Day:
    """A day with sessions."""

    day: date
    sessions: list[SessionLine]

    @property
    def rooms(self) -> int:
        return len({session.room_id for session in self.sessions if session.room_id})

    @property
    def tutors(self) -> int:
        return len({session.group.tutor_id for session in self.sessions if session.group.tutor_id})


@dataclass(frozen=True)
class UnconfirmedRoom:
    """A room that was asked for and not yet granted, with the sessions that depend on it (A-140)."""

    room: str
    sessions: list[SessionLine]


@dataclass(frozen=True)
class Occasion:
    """Something that happens on a day; `kind` says whether it is sessions, a meeting or a seminar."""

    day: date
    kind: str
    what: Day | TutorsMeeting | Seminar


class Overview:
    """Everything the page of a semester says, counted from six queries."""

    def __init__(self, semester: Semester) -> None:
        self.semester = semester

    @cached_property
    def cohorts(self) -> list[CohortLine]:
        lines = {
            cohort.pk: CohortLine(
                cohort=cohort,
                rank=self.semester.rank_for(cohort.entered_on),
                interns=cohort.intern_count,  # type: ignore[attr-defined]
                convened=cohort.convened_count,  # type: ignore[attr-defined]
            )
            for cohort in _cohorts(self.semester)
        }
        for group in self.groups:
            lines[group.cohort_id].groups.append(group)
        for session in self.sessions:
            lines[session.group.cohort_id].sessions.append(session)
        return list(lines.values())

    @cached_property
    def groups(self) -> list[GroupLine]:
        return [
            GroupLine(
                id=row["pk"],
                code=f"{row['cohort__year'] % 100:02d}\u2011{row['number']:02d}",
                cohort_id=row["cohort"],
                size=row["size"],
                smallest=row["cohort__policy__group_min"] or 0,
                tutor_id=row["tutor_id"],
                tutor=" ".join(part for part in (row["title"], row["first_name"], row["last_name"]) if part),
                driving_minutes=row["driving_minutes"] or 0,
            )
            for row in _groups(self.semester)
        ]

    @cached_property
    def sessions(self) -> list[SessionLine]:
        groups = {group.id: group for group in self.groups}
        rows = (
            TutorialSession.objects.filter(semester=self.semester)
            .exclude(state=TutorialSession.State.CANCELLED)
            .annotate(
                tutor_absent=Exists(
                    Unavailability.objects.filter(
                        tutor__tutorships__group=OuterRef("group"),
                        tutor__tutorships__ends_on=None,
                        starts_at__lt=OuterRef("ends_at"),
                        ends_at__gt=OuterRef("starts_at"),
                    )
                )
            )
            .order_by("starts_at", "pk")
            .values(
                "pk",
                "group",
                "state",
                "starts_at",
                "ends_at",
                "room",
                "room__code",
                "room_state",
                "place",
                "tutor_absent",
            )
        )
        return [
            SessionLine(
                id=row["pk"],
                group=groups[row["group"]],
                state=row["state"],
                starts_at=row["starts_at"],
                ends_at=row["ends_at"],
                room_id=row["room"],
                room=row["room__code"] or row["place"],
                room_confirmed=row["room_state"] == TutorialSession.RoomState.CONFIRMED,
                tutor_absent=row["tutor_absent"],
            )
            for row in rows
            if row["group"] in groups
        ]

    @cached_property
    def seminars(self) -> list[Seminar]:
        return list(
            Seminar.objects.filter(
                starts_at__date__gte=self.semester.starts_on, starts_at__date__lte=self.semester.ends_on
            ).select_related("cohort")
        )

    @cached_property
    def tutors_meetings(self) -> list[TutorsMeeting]:
        return list(TutorsMeeting.objects.filter(semester=self.semester))

    @cached_property
    def lost_messages(self) -> int:
        """Messages about sessions that failed, or may not have left."""
        return Message.objects.filter(state__in=LOST, key__startswith="session:").count()

    # What has to be dealt with

    @cached_property
    def to_import(self) -> list[Cohort]:
        """Cohorts of which no intern is known yet."""
        return [line.cohort for line in self.cohorts if not line.interns]

    @cached_property
    def to_group(self) -> list[CohortLine]:
        """Cohorts imported but without any group."""
        return [line for line in self.cohorts if line.interns and not line.groups]

    @cached_property
    def without_session(self) -> list[GroupLine]:
        placed = {session.group.id for session in self.sessions}
        return [group for group in self.groups if group.id not in placed]

    @cached_property
    def drafts(self) -> list[SessionLine]:
        return [session for session in self.sessions if session.state == TutorialSession.State.DRAFT]

    @cached_property
    def clashes(self) -> list[Clash]:
        found = []
        for seminar in self.seminars:
            sessions = [
                session
                for session in self._coming
                if session.group.cohort_id == seminar.cohort_id
                and session.starts_at < seminar.ends_at
                and seminar.starts_at < session.ends_at
            ]
            if sessions:
                found.append(Clash(seminar, sessions))
        return found

    @cached_property
    def without_room(self) -> list[SessionLine]:
        return [session for session in self._coming if not session.room]

    @cached_property
    def unconfirmed_rooms(self) -> list[UnconfirmedRoom]:
        by_room: dict[str, list[SessionLine]] = defaultdict(list)
        for session in self._coming:
            if session.room_id and not session.room_confirmed:
                by_room[session.room].append(session)
        return [UnconfirmedRoom(room, sessions) for room, sessions in by_room.items()]

    @cached_property
    def absent_tutors(self) -> list[SessionLine]:
        return [session for session in self._coming if session.tutor_absent]

    @cached_property
    def small_groups(self) -> list[GroupLine]:
        return [group for group in self.groups if group.size < group.smallest]

    @cached_property
    def without_tutor(self) -> list[GroupLine]:
        return [group for group in self.groups if group.tutor_id is None]

    @property
    def _coming(self) -> Iterable[SessionLine]:
        held = TutorialSession.State.CLOSED
        return (session for session in self.sessions if session.state != held)

    @property
    def point_count(self) -> int:
        """How many lines « À traiter » has."""
        single = (
            self.without_session,
            self.drafts,
            self.without_room,
            self.absent_tutors,
            self.lost_messages,
            self.small_groups,
            self.without_tutor,
        )
        rooms = len(self.unconfirmed_rooms)
        cohorts = len(self.to_import) + len(self.to_group)
        return cohorts + sum(map(bool, single)) + len(self.clashes) + (1 if rooms > ROOMS_NAMED else rooms)

    # What comes next, and figures

    def dates_from(self, today: date, limit: int = 6) -> list[Occasion]:
        """The next dates of the semester: days with sessions, tutors' meetings, seminars."""
        occasions = [
            *(Occasion(day.day, "day", day) for day in self.days),
            *(Occasion(as_date(item.starts_at), "meeting", item) for item in self.tutors_meetings),
            *(Occasion(as_date(item.starts_at), "seminar", item) for item in self.seminars),
        ]
        coming = [occasion for occasion in occasions if occasion.day >= today]
        return sorted(coming, key=lambda occasion: (occasion.day, occasion.kind))[:limit]

    @cached_property
    def days(self) -> list[Day]:
        by_day: dict[date, list[SessionLine]] = defaultdict(list)
        for session in self.sessions:
            by_day[session.day].append(session)
        return [Day(day, by_day[day]) for day in sorted(by_day)]

    @cached_property
    def sizes(self) -> list[tuple[int, int]]:
        """`(size, how many groups)`, the most frequent first."""
        return sorted(Counter(group.size for group in self.groups).items(), key=lambda pair: -pair[1])

    @cached_property
    def tutors(self) -> dict[int, GroupLine]:
        """One of the groups of each tutor: how many they are, and what is known of each."""
        return {group.tutor_id: group for group in self.groups if group.tutor_id is not None}

    @property
    def interns_a_group(self) -> float | None:
        sizes = [group.size for group in self.groups]
        return sum(sizes) / len(sizes) if sizes else None

    @property
    def groups_a_tutor(self) -> float | None:
        tutored = len(self.groups) - len(self.without_tutor)
        return tutored / len(self.tutors) if self.tutors else None

    @property
    def road_minutes(self) -> float | None:
        """Mean road of the tutors who have a group, there and back, in minutes (A-142)."""
        roads = [group.driving_minutes for group in self.tutors.values()]
        return 2 * sum(roads) / len(roads) if roads else None

    @property
    def intern_count(self) -> int:
        return sum(line.interns for line in self.cohorts)

    @property
    def longest_road_minutes(self) -> int:
        return 2 * self.longest_road.driving_minutes if self.longest_road else 0

    @property
    def longest_road(self) -> GroupLine | None:
        return max(self.tutors.values(), key=lambda group: group.driving_minutes, default=None)

    @property
    def confirmed_rooms(self) -> int:
        return sum(session.room_confirmed for session in self.sessions if session.room_id)

    @property
    def asked_rooms(self) -> int:
        return sum(session.room_id is not None for session in self.sessions)


def _percent(done: int, total: int) -> int:
    return min(100, 100 * done // total) if total else 0


def _cohorts(semester: Semester) -> QuerySet[Cohort]:
    """The cohorts in training during the semester, newest first, with their interns and those convened."""
    interns = Intern.objects.filter(cohort=OuterRef("pk"), standing__in=STUDYING)
    convened = Convocation.objects.filter(
        session__semester=semester,
        session__group__cohort=OuterRef("pk"),
        part=Convocation.Part.INTERN,
        withdrawn_at=None,
    ).exclude(session__state=TutorialSession.State.CANCELLED)
    return (
        Cohort.objects.filter(archived_at=None, entered_on__lte=semester.ends_on)
        .annotate(
            intern_count=_count(interns, "cohort"), convened_count=_count(convened, "session__group__cohort")
        )
        .order_by("-year")
    )


def _count(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def groups_of(semester: Semester) -> QuerySet[TutorialGroup]:
    """The groups that should meet in the semester, with `size`: not dissolved, of a cohort in training."""
    return TutorialGroup.objects.filter(
        closed_at=None, cohort__archived_at=None, cohort__entered_on__lte=semester.ends_on
    ).annotate(size=Count("memberships", filter=Q(memberships__ends_on=None), distinct=True))


def _groups(semester: Semester) -> QuerySet:
    return (
        groups_of(semester)
        .annotate(
            tutorship=FilteredRelation(
                "tutorships",
                condition=Q(tutorships__ends_on=None, tutorships__part=Tutorship.Part.TUTOR),
            ),
            tutor_id=F("tutorship__tutor"),
            driving_minutes=F("tutorship__tutor__driving_minutes"),
            title=F("tutorship__tutor__person__title"),
            first_name=F("tutorship__tutor__person__first_name"),
            last_name=F("tutorship__tutor__person__last_name"),
        )
        .order_by("-cohort__year", "number")
        .values(
            "pk",
            "number",
            "cohort",
            "cohort__year",
            "cohort__policy__group_min",
            "size",
            "tutor_id",
            "driving_minutes",
            "title",
            "first_name",
            "last_name",
        )
    )
