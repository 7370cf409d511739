"""Reading from the database what `meetings.obstacles` needs to know about one day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache

import holidays
from django.db.models import CharField, Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from design.french import PARIS, as_date, day_and_range
from groups.models import Cohort, Membership, Policy, TutorialGroup, Tutorship
from meetings import obstacles
from meetings.models import (
    Booking,
    Plan,
    PlanEntry,
    PlanningPolicy,
    Recess,
    Room,
    RoomClosure,
    Semester,
    Seminar,
    TutorialSession,
    TutorWishes,
    Unavailability,
)
from meetings.obstacles import Obstacle


@dataclass(frozen=True)
class Examination:
    """A proposal with everything known about its day; `obstacles` is what a person has to be told."""

    proposal: obstacles.Proposal
    facts: obstacles.Facts
    rules: obstacles.Rules

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        return obstacles.obstacles_to(self.proposal, self.facts, self.rules)

    @property
    def has_warnings(self) -> bool:
        return any(not obstacle.refuses for obstacle in self.obstacles)

    def obstacles_of_room(self, room: Room) -> list[Obstacle]:
        return obstacles.room_obstacles(self.proposal, known_room(room), self.facts, self.rules)


def examine(
    *,
    group: TutorialGroup,
    semester: Semester,
    starts_at: datetime,
    ends_at: datetime,
    room: Room | None,
    place: str = "",
    session: TutorialSession | None = None,
    plan: Plan | None = None,
) -> Examination:
    """Gather what is known about a session of `group` at that time; `session` is the one being moved, if any.

    With `plan`, the sessions of its semester are where that draft has them.
    Five queries, or six when the group's cohort has to be loaded, however many sessions the day has.
    """
    day = as_date(starts_at)
    known_group = _group(group, semester, day)
    return Examination(
        obstacles.Proposal(
            group=known_group,
            starts_at=starts_at,
            ends_at=ends_at,
            room=known_room(room) if room else None,
            elsewhere=bool(place),
        ),
        _facts(known_group, semester, day, session, plan),
        rules_of(group.cohort),
    )


def rules_of(cohort: Cohort) -> obstacles.Rules:
    """What the cohort's policy says of obstacles; the usual policy when it has none yet."""
    policy = getattr(cohort, "policy", None) or Policy(cohort=cohort)
    return obstacles.Rules(
        speaking_minutes=policy.speaking_minutes,
        on_seminar=obstacles.Severity(policy.on_seminar),
        on_room_unsuited=obstacles.Severity(policy.on_room_unsuited),
        on_room_small=obstacles.Severity(policy.on_room_small),
        on_room_closed=obstacles.Severity(policy.on_room_closed),
        on_holiday=obstacles.Severity(policy.on_holiday),
        on_tutor_unavailable=obstacles.Severity(policy.on_tutor_unavailable),
        on_short_session=obstacles.Severity(policy.on_short_session),
    )


@lru_cache(maxsize=16)
def holidays_of(year: int) -> dict[date, str]:
    """The public holidays of France in a year, with their French names."""
    return dict(holidays.country_holidays("FR", years=year, language="fr"))


def recess_days(semester: Semester) -> dict[date, str]:
    """The days of a semester on which no session is held, each with the name of its recess. One query."""
    recesses = Recess.objects.filter(semester=semester).order_by("starts_on", "pk")
    return {
        first + timedelta(days=offset): name
        for first, last, name in recesses.values_list("starts_on", "ends_on", "name")
        for offset in range((last - first).days + 1)
    }


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """Midnight in Paris of `day` and of the next day."""
    first = datetime.combine(day, time.min, PARIS)
    return first, datetime.combine(day + timedelta(days=1), time.min, PARIS)


def known_room(room: Room) -> obstacles.Room:
    """A room as the checks know it."""
    return obstacles.Room(id=room.pk, code=room.code, capacity=room.capacity, suits_groups=room.suits_groups)


def _group(group: TutorialGroup, semester: Semester, day: date) -> obstacles.Group:
    """The group on that day: the number of its members then, its tutors of today."""
    members = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day), group=group, starts_on__lte=day
    ).aggregate(number=Count("intern", distinct=True))["number"]
    return obstacles.Group(
        id=group.pk,
        code=group.code,
        cohort_id=group.cohort_id,
        cohort=str(group.cohort),
        members=members,
        tutors=tutors_known([group.pk], semester)[group.pk],
    )


def tutors_known(groups: Collection[int], semester: Semester) -> dict[int, tuple[obstacles.Tutor, ...]]:
    """For each group id, its tutors of today as the checks know them; one query."""
    wishes = TutorWishes.objects.filter(tutor=OuterRef("tutor"), semester=semester)
    usual = PlanningPolicy.objects.values("sessions_per_day")
    tutorships = (
        Tutorship.objects.filter(group__in=groups, ends_on=None)
        .select_related("tutor__person")
        .annotate(
            most_a_day=Coalesce(
                Subquery(wishes.order_by().values("most_sessions_a_day")),
                Subquery(usual),
                Value(PlanningPolicy().sessions_per_day),
            )
        )
        .order_by("-part", "pk")
    )
    found: dict[int, tuple[obstacles.Tutor, ...]] = defaultdict(tuple)
    for one in tutorships:
        tutor = obstacles.Tutor(one.tutor_id, one.tutor.person.full_name, one.most_a_day)
        found[one.group_id] += (tutor,)
    return found


def _facts(
    group: obstacles.Group,
    semester: Semester,
    day: date,
    leaving_out: TutorialSession | None,
    plan: Plan | None,
) -> obstacles.Facts:
    first, last = bounds_of(day)
    if plan:
        others = [(taken, False) for taken in _planned(group.id, plan, first, last)]
    else:
        others = _taken(group.id, semester, first, last, leaving_out)
    periods = _periods(group, first, last)
    return obstacles.Facts(
        semester=semester.label,
        first_day=semester.starts_on,
        last_day=semester.ends_on,
        now=timezone.now(),
        sessions=tuple(taken for taken, _ in others if taken.starts_at < last and taken.ends_at > first),
        same_semester=next((taken for taken, is_same in others if is_same), None),
        seminars=tuple(periods["seminar"]),
        closures=tuple(periods["closure"]),
        absences=tuple(periods["absence"]),
        holidays=holidays_of(day.year),
        recesses=recess_days(semester),
    )


def _taken(
    group_id: int,
    semester: Semester,
    first: datetime,
    last: datetime,
    leaving_out: TutorialSession | None,
) -> list[tuple[obstacles.Taken, bool]]:
    """The sessions of the day and the one of the group in the semester; True marks the latter."""
    rows = TutorialSession.objects.exclude(state=TutorialSession.State.CANCELLED)
    if leaving_out:
        rows = rows.exclude(pk=leaving_out.pk)
    sessions = list(
        rows.filter(Q(starts_at__lt=last, ends_at__gt=first) | Q(group=group_id, semester=semester))
        .select_related("group__cohort")
        .order_by("starts_at", "pk")
    )
    tutors = tutors_booked_for(session.pk for session in sessions)
    return [
        (
            obstacles.Taken(
                id=session.pk,
                group_id=session.group_id,
                group_code=session.group.code,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                room_id=session.room_id,
                tutor_ids=frozenset(tutors[session.pk]),
            ),
            session.group_id == group_id and session.semester_id == semester.pk,
        )
        for session in sessions
    ]


def _planned(group_id: int, plan: Plan, first: datetime, last: datetime) -> list[obstacles.Taken]:
    """The sessions of the day as a draft has them, and those of other semesters; that of the group not."""
    of_the_day = Q(starts_at__lt=last, ends_at__gt=first)
    entries = list(
        PlanEntry.objects.filter(of_the_day, plan=plan)
        .exclude(group=group_id)
        .select_related("group__cohort")
        .order_by("starts_at", "pk")
    )
    others = list(
        TutorialSession.objects.filter(of_the_day)
        .exclude(state=TutorialSession.State.CANCELLED)
        .exclude(semester=plan.semester_id)
        .select_related("group__cohort")
        .order_by("starts_at", "pk")
    )
    planned: list[PlanEntry | TutorialSession] = [*entries, *others]
    tutors = tutors_of(one.group_id for one in planned)
    return [
        obstacles.Taken(
            id=one.pk,
            group_id=one.group_id,
            group_code=one.group.code,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            room_id=one.room_id,
            tutor_ids=frozenset(tutors[one.group_id]),
        )
        for one in planned
    ]


def tutors_of(groups: Iterable[int]) -> dict[int, set[int]]:
    """For each group id, the ids of its tutors of today; one query."""
    tutors: dict[int, set[int]] = defaultdict(set)
    active = Tutorship.objects.filter(group__in=set(groups), ends_on=None).order_by("pk")
    for group_id, tutor_id in active.values_list("group", "tutor"):
        tutors[group_id].add(tutor_id)
    return tutors


def tutors_booked_for(sessions: Iterable[int]) -> dict[int, set[int]]:
    """For each session id, the ids of the tutors whose time it holds; one query."""
    tutors: dict[int, set[int]] = defaultdict(set)
    booked = Booking.objects.filter(session__in=list(sessions), tutor__isnull=False)
    for session_id, tutor_id in booked.order_by("session").values_list("session", "tutor").distinct():
        tutors[session_id].add(tutor_id)
    return tutors


def clash_of_tutors(group: TutorialGroup) -> str:
    """Why a tutor of today cannot hold a coming session of `group`, in one sentence; empty when all can."""
    slots = Booking.objects.filter(
        group=group, session__state__in=(TutorialSession.State.DRAFT, TutorialSession.State.PUBLISHED)
    )
    tutors = Tutorship.objects.filter(group=group, ends_on=None)
    taken = (
        Booking.objects.filter(tutor__in=tutors.values("tutor"), slot__in=slots.values("slot"))
        .exclude(session__group=group)
        .select_related("tutor__person", "session__group__cohort")
        .order_by("slot", "pk")
        .first()
    )
    if taken is None or taken.tutor is None:
        return ""
    session = taken.session
    return (
        f"{taken.tutor.person} tient déjà la séance du {str(session.group).lower()}, "
        f"{day_and_range(session.starts_at, session.ends_at)}, au moment d’une séance de ce groupe. "
        "Déplacez l’une des deux, puis recommencez."
    )


def _periods(
    group: obstacles.Group, first: datetime, last: datetime
) -> defaultdict[str, list[obstacles.Period]]:
    """Seminars of the cohort, closed rooms and absences of the tutors that touch the day, in one query."""
    seminars = Seminar.objects.filter(cohort=group.cohort_id).annotate(owner=F("cohort"), why=F("title"))
    closures = RoomClosure.objects.annotate(owner=F("room"), why=F("reason"))
    tutors = [tutor.id for tutor in group.tutors]
    absences = Unavailability.objects.filter(tutor__in=tutors).annotate(owner=F("tutor"), why=F("reason"))
    named = (("seminar", seminars), ("closure", closures), ("absence", absences))
    one, *others = [
        rows.filter(starts_at__lt=last, ends_at__gt=first)
        .order_by()
        .values_list("pk", "owner", "why", "starts_at", "ends_at", Value(kind, output_field=CharField()))
        for kind, rows in named
    ]
    periods: defaultdict[str, list[obstacles.Period]] = defaultdict(list)
    for *fields, kind in one.union(*others, all=True).order_by("starts_at", "pk"):
        periods[kind].append(obstacles.Period(*fields))
    return periods
