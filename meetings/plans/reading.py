"""What the board of a semester shows, read from the database in as many queries whatever its size."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Count, IntegerField, Prefetch, Q, QuerySet, Value
from django.utils import timezone

from design.french import duration
from groups.models import Tutor, TutorialGroup, Tutorship
from meetings.facts import bounds_of, holidays_of, recess_days
from meetings.models import Plan, PlanEntry, Room, RoomClosure, Semester, Seminar, TutorialSession
from meetings.overview import groups_of
from meetings.plans.board import Card, Material, Period, RoomLane
from meetings.plans.comparing import changes_of
from meetings.plans.differences import Change
from meetings.plans.live import KNOWN, is_fixed
from meetings.plans.positions import position_of
from meetings.queries import sessions_of_semester


def groups_to_meet(semester: Semester) -> list[TutorialGroup]:
    """Every group that should meet, with its cohort, its size and `active_tutorships`: two queries."""
    return _with_tutors(groups_of(semester))


def groups_named(groups: Collection[int]) -> list[TutorialGroup]:
    """These groups by their ids, dissolved ones too, with the same."""
    size = Count("memberships", filter=Q(memberships__ends_on=None), distinct=True)
    return _with_tutors(TutorialGroup.objects.filter(pk__in=groups).annotate(size=size))


def _with_tutors(groups: QuerySet[TutorialGroup]) -> list[TutorialGroup]:
    return list(
        groups.select_related("cohort")
        .prefetch_related(
            Prefetch(
                "tutorships",
                queryset=Tutorship.objects.filter(ends_on=None)
                .select_related("tutor__person")
                .order_by("-part", "pk"),
                to_attr="active_tutorships",
            ),
        )
        .order_by("-cohort__year", "number")
    )


@dataclass(frozen=True)
class Reading:
    """A semester as the planning shows it; `sessions` by group are the real ones, whatever the draft says."""

    material: Material
    groups: Sequence[TutorialGroup]
    sessions: Mapping[int, TutorialSession]


def read(semester: Semester, draft: Plan | None) -> Reading:
    """The sessions as the draft has them, or as they are, and what stands around them."""
    groups = groups_to_meet(semester)
    sessions = {session.group_id: session for session in sessions_of_semester(semester)}
    entries = {entry.group_id: entry for entry in entries_of(draft)} if draft else None
    planned: Mapping[int, PlanEntry | TutorialSession] = sessions if entries is None else entries
    changes = changes_of(draft, sessions) if draft else None
    change_of = {one.group: one.change for one in changes.differences} if changes else _unknown(sessions)
    now = timezone.now()
    cards = [
        _card(group, planned.get(group.pk), sessions.get(group.pk), change_of.get(group.pk), now)
        for group in groups
    ]
    within = {
        "starts_at__lt": bounds_of(semester.ends_on)[1],
        "ends_at__gt": bounds_of(semester.starts_on)[0],
    }
    periods = _periods(
        Seminar.objects.filter(**within).values_list(
            "title", "starts_at", "ends_at", "cohort__year", Value(0, output_field=BigIntegerField())
        ),
        RoomClosure.objects.filter(**within).values_list(
            "reason", "starts_at", "ends_at", Value(0, output_field=IntegerField()), "room"
        ),
    )
    material = Material(
        cards=cards,
        rooms=_rooms(cards),
        tutors=_tutors(groups),
        cohorts=list(dict.fromkeys(group.cohort.year for group in groups)),
        seminars=[period for period in periods if period.year],
        closures=[period for period in periods if period.room],
        locked_days=set(draft.day_locks.values_list("day", flat=True)) if draft else (),
        holidays=recess_days(semester)
        | holidays_of(semester.starts_on.year)
        | holidays_of(semester.ends_on.year),
        changes={change: list(change_of.values()).count(change) for change in Change},
        people_told=len(changes.people) if changes else 0,
    )
    return Reading(material, groups, sessions)


def people_of(groups: Iterable[TutorialGroup]) -> int:
    """How many people meet in these groups; a tutor of two counts once."""
    chosen = list(groups)
    tutors = {one.tutor_id for group in chosen for one in group.active_tutorships}  # type: ignore[attr-defined]
    return sum(group.size for group in chosen) + len(tutors)  # type: ignore[attr-defined]


def entries_of(plan: Plan) -> QuerySet[PlanEntry]:
    return plan.entries.select_related("room").order_by("starts_at", "pk")


def _unknown(sessions: Mapping[int, TutorialSession]) -> dict[int, Change]:
    """Without a draft: the sessions placed one by one that nobody was told of yet."""
    return {group: Change.ADDED for group, session in sessions.items() if session.state not in KNOWN}


def _card(
    group: TutorialGroup,
    placed: PlanEntry | TutorialSession | None,
    session: TutorialSession | None,
    change: Change | None,
    now: datetime,
) -> Card:
    tutors = [tutorship.tutor for tutorship in group.active_tutorships]  # type: ignore[attr-defined]
    who: dict[str, Any] = {
        "group": group.pk,
        "code": group.code,
        "year": group.cohort.year,
        "tutor": tutors[0].person.last_name if tutors else "",
        "tutors": tuple(tutor.pk for tutor in tutors),
        "session": session.pk if session else None,
        "is_fixed": session is not None and is_fixed(session, now),
        "change": change,
    }
    if placed is None:
        return Card(**who, announced=session.starts_at if session and change is Change.REMOVED else None)
    confirmed = TutorialSession.RoomState.CONFIRMED
    return Card(
        **who,
        starts_at=placed.starts_at,
        ends_at=placed.ends_at,
        room=placed.room_id,
        where=placed.room.code if placed.room else placed.place,
        is_locked=isinstance(placed, PlanEntry) and placed.is_locked,
        room_confirmed=session is not None
        and session.room_state == confirmed
        and position_of(session) == position_of(placed),
    )


def _periods(seminars: QuerySet, closures: QuerySet) -> list[Period]:
    """Seminars and closures by time; one query."""
    rows = seminars.order_by().union(closures.order_by(), all=True).order_by("starts_at", "title")
    return [
        Period(text or "Fermée", starts_at, ends_at, year or None, room or None)
        for text, starts_at, ends_at, year, room in rows
    ]


def _rooms(cards: Sequence[Card]) -> list[RoomLane]:
    """The rooms that suit a group, and those used all the same; `to_confirm` when a session waits for one."""
    used = {card.room for card in cards}
    waiting = {card.room for card in cards if card.room and not card.room_confirmed and not card.is_fixed}
    return [
        RoomLane(room.pk, room.code, room.capacity, room.get_layout_display(), room.pk in waiting)
        for room in Room.objects.order_by("code")
        if room.pk in used or (room.is_active and room.group_work)
    ]


def _tutors(groups: Sequence[TutorialGroup]) -> Mapping[int, tuple[str, str]]:
    """Tutor → name, and where they come from; by name."""
    tutors = {
        tutorship.tutor_id: tutorship.tutor
        for group in groups
        for tutorship in group.active_tutorships  # type: ignore[attr-defined]
    }
    ordered = sorted(tutors.values(), key=lambda tutor: (tutor.person.last_name, tutor.person.first_name))
    return {tutor.pk: (tutor.person.full_name, road_of(tutor)) for tutor in ordered}


def road_of(tutor: Tutor) -> str:
    """`Loches, 45 min`: where a tutor comes from; empty when nothing is known."""
    road = duration(tutor.driving_minutes) if tutor.driving_minutes else ""
    return ", ".join(part for part in (tutor.town, road) if part)
