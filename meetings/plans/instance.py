"""A semester as `meetings.planner` is given it: about a dozen queries, whatever its size."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from design.french import PARIS, as_date
from groups.models import TutorialGroup, Tutorship
from groups.queries import active_people
from meetings.facts import bounds_of
from meetings.models import (
    InternUnavailability,
    PlanningPolicy,
    Room,
    RoomClosure,
    Semester,
    Seminar,
    TutorialSession,
    TutorWishes,
    Unavailability,
)
from meetings.overview import groups_of
from meetings.planner import (
    Cohort,
    Day,
    Department,
    Grid,
    Group,
    Instance,
    Intern,
    Interval,
    Params,
    Tutor,
    Weights,
)
from meetings.planner import Room as PlannedRoom
from meetings.plans.ids import Ids, cohort_id, department_id, group_id, intern_id, room_id, slot_of, tutor_id
from meetings.plans.known import Known
from meetings.plans.live import fixed_groups
from meetings.plans.policy import open_days
from meetings.plans.positions import Position

ROUND_TABLE, CLASSROOM, AMPHITHEATRE = "round_table", "classroom", "amphitheatre"
Period = tuple[datetime, datetime]


def instance_of(
    semester: Semester, positions: Mapping[int, Position], known: Known, *, frozen_days: Collection[date] = ()
) -> tuple[Instance, Ids]:
    """The groups of a semester to place, with all that the planner has to know.

    `positions` is where a plan has them now. On `frozen_days` nothing moves and nothing comes. What the
    planner cannot or may not move (`Ids.aside`) is given to it as rooms closed and tutors taken.
    """
    return _Reading(semester, positions, known, frozenset(frozen_days)).result()


class _Reading:
    def __init__(
        self,
        semester: Semester,
        positions: Mapping[int, Position],
        known: Known,
        frozen_days: frozenset[date],
    ) -> None:
        self._semester = semester
        self._positions = positions
        self._known = known
        self._frozen_days = frozen_days
        self._now = timezone.now()
        self._policy = known.policy
        self._grid = grid_of(self._policy)

    def result(self) -> tuple[Instance, Ids]:
        tutors_taken, rooms_taken = self._occupied()
        groups = self._groups
        tutors = {one.tutor_id: one.tutor for group in groups for one in _tutorships(group)}
        instance = Instance(
            name=self._semester.label,
            grid=self._grid,
            days=tuple(Day(number, day) for number, day in enumerate(self._days)),
            departments=self._departments(),
            rooms=self._rooms(rooms_taken),
            tutors=self._tutors(tutors, tutors_taken),
            cohorts=self._cohorts(),
            interns=self._interns(),
            groups=tuple(self._group(group) for group in groups),
            params=params_of(self._policy),
            weights=Weights(**self._policy.weights),
        )
        names = {group_id(group.pk): f"le groupe {group.code}" for group in groups}
        names |= {tutor_id(pk): tutor.person.full_name for pk, tutor in tutors.items()}
        names |= {room_id(room.pk): f"la {room}" for room in self._rooms_in_use}
        names |= {
            department_id(group.cohort_id): "une journée dédiée de la promotion"
            for group in groups
            if self._dedicated[group.cohort_id] or self._dedicated[None]
        }
        ids = Ids(
            instance=instance,
            names=names,
            minutes={group.pk: self._minutes(group) for group in groups},
            aside=frozenset(self._aside),
            untutored=frozenset(group.pk for group in self._meeting if not _tutorships(group)),
        )
        return instance, ids

    @cached_property
    def _meeting(self) -> list[TutorialGroup]:
        groups = groups_of(self._semester).select_related("cohort__policy")
        return list(groups.prefetch_related(*active_people()).order_by("-cohort__year", "number"))

    @cached_property
    def _aside(self) -> set[int]:
        held = fixed_groups(self._semester, self._now)
        return held | {
            group
            for group, position in self._positions.items()
            if position.place
            or slot_of(self._grid, position.starts_at) is None
            or position.day in self._frozen_days
            or position.starts_at <= self._now
        }

    @cached_property
    def _groups(self) -> list[TutorialGroup]:
        """Those the planner plans."""
        return [group for group in self._meeting if group.pk not in self._aside and _tutorships(group)]

    @cached_property
    def _days(self) -> list[date]:
        """The open days, and those on which the plan already has a session to come."""
        planned = {group.pk for group in self._groups}
        used = {position.day for group, position in self._positions.items() if group in planned}
        dedicated = set().union(*self._dedicated.values())
        recesses, today = self._known.recesses, as_date(self._now)
        opened = open_days(self._policy, self._semester, recesses, today, dedicated=dedicated)
        return sorted(used.union(opened) - self._frozen_days)

    @cached_property
    def _rooms_in_use(self) -> list[Room]:
        used = {position.room_id for position in self._positions.values()}
        return [room for room in self._known.rooms.values() if room.is_active or room.pk in used]

    def _departments(self) -> tuple[Department, ...]:
        """One for each cohort: the days set aside for it, or else those the department prefers (A-136)."""
        departments = []
        for pk in sorted({group.cohort_id for group in self._groups}):
            chosen = self._dedicated[pk] | self._dedicated[None]
            preferred = tuple(
                number
                for number, day in enumerate(self._days)
                if (day in chosen if chosen else day.weekday() in self._policy.preferred_weekdays)
            )
            departments.append(Department(department_id(pk), preferred))
        return tuple(departments)

    @cached_property
    def _dedicated(self) -> Mapping[int | None, set[date]]:
        """The days set aside for each cohort; those for all under None."""
        dedicated: dict[int | None, set[date]] = defaultdict(set)
        for cohort, day in self._semester.dedicated_days.values_list("cohort", "day"):
            dedicated[cohort].add(day)
        return dedicated

    def _rooms(self, taken: Mapping[int, list[Interval]]) -> tuple[PlannedRoom, ...]:
        closures = self._intervals(RoomClosure.objects.all(), "room")
        return tuple(
            PlannedRoom(
                id=room_id(room.pk),
                kind=_kind(room),
                capacity=room.capacity,
                group_work=room.suits_groups and room.is_active,
                closures=(*closures[room.pk], *taken.get(room.pk, ())),
            )
            for room in self._rooms_in_use
        )

    def _tutors(self, tutors: Mapping[int, Any], taken: Mapping[int, list[Interval]]) -> tuple[Tutor, ...]:
        absences = self._intervals(Unavailability.objects.filter(tutor__in=tutors), "tutor")
        wishes = {
            wish.tutor_id: wish for wish in TutorWishes.objects.filter(semester=self._semester).order_by("pk")
        }
        return tuple(
            Tutor(
                id=tutor_id(pk),
                driving_minutes=tutor.driving_minutes,
                max_per_day=(wishes[pk].most_sessions_a_day if pk in wishes else None)
                or self._policy.sessions_per_day,
                unavailable=(*absences[pk], *taken.get(pk, ())),
                preferred_days=self._on_weekdays(wishes[pk].preferred_weekdays) if pk in wishes else None,
            )
            for pk, tutor in sorted(tutors.items())
        )

    def _on_weekdays(self, weekdays: Collection[int]) -> tuple[int, ...] | None:
        """The days a tutor prefers (A-138); None when all suit."""
        if not weekdays:
            return None
        return tuple(number for number, day in enumerate(self._days) if day.weekday() in weekdays)

    def _cohorts(self) -> tuple[Cohort, ...]:
        cohorts = {group.cohort_id: group.cohort for group in self._groups}
        seminars = self._intervals(Seminar.objects.filter(cohort__in=cohorts), "cohort")
        return tuple(
            Cohort(cohort_id(pk), str(cohort.year), department_id(pk), tuple(seminars[pk]))
            for pk, cohort in sorted(cohorts.items())
        )

    def _interns(self) -> tuple[Intern, ...]:
        members = sorted(intern for group in self._groups for intern in _members(group))
        absences = self._intervals(InternUnavailability.objects.all(), "intern")
        return tuple(Intern(intern_id(pk), tuple(absences[pk])) for pk in members)

    def _group(self, group: TutorialGroup) -> Group:
        first, *others = _tutorships(group)
        return Group(
            id=group_id(group.pk),
            cohort=cohort_id(group.cohort_id),
            tutor=tutor_id(first.tutor_id),
            co_tutor=tutor_id(others[0].tutor_id) if others else None,
            duration=-(-self._minutes(group) // self._grid.slot_minutes),
            interns=tuple(intern_id(pk) for pk in _members(group)),
        )

    def _minutes(self, group: TutorialGroup) -> int:
        """As long as the plan has it, or as the policy of the cohort says."""
        position = self._positions.get(group.pk)
        if position:
            return int((position.ends_at - position.starts_at).total_seconds() // 60)
        return group.cohort.policy.session_minutes

    def _occupied(self) -> tuple[dict[int, list[Interval]], dict[int, list[Interval]]]:
        """When tutors and rooms are held by what the planner does not plan."""
        others = (
            TutorialSession.objects.filter(self._touching())
            .exclude(state=TutorialSession.State.CANCELLED)
            .exclude(semester=self._semester)
            .order_by("pk")
        )
        held = [(one.group_id, Position(one.starts_at, one.ends_at, one.room_id)) for one in others]
        planned = {group.pk for group in self._groups}
        held += [(group, position) for group, position in self._positions.items() if group not in planned]
        tutors: dict[int, list[Interval]] = defaultdict(list)
        rooms: dict[int, list[Interval]] = defaultdict(list)
        tutors_of: dict[int, list[int]] = defaultdict(list)
        active = Tutorship.objects.filter(group__in={group for group, _ in held}, ends_on=None)
        for group, tutor in active.order_by("pk").values_list("group", "tutor"):
            tutors_of[group].append(tutor)
        for group, position in held:
            intervals = list(self._spans((position.starts_at, position.ends_at)))
            if position.room_id is not None:
                rooms[position.room_id].extend(intervals)
            for tutor in tutors_of[group]:
                tutors[tutor].extend(intervals)
        return tutors, rooms

    def _touching(self) -> Q:
        if not self._days:
            return Q(pk=None)
        first, last = bounds_of(self._days[0])[0], bounds_of(self._days[-1])[1]
        return Q(starts_at__lt=last, ends_at__gt=first)

    def _intervals(self, periods: QuerySet[Any, Any], owner: str) -> dict[int, list[Interval]]:
        """The slots of the instance's days that the periods cover, even in part, by their owner."""
        found: dict[int, list[Interval]] = defaultdict(list)
        rows = periods.filter(self._touching()).order_by("starts_at", "pk")
        for pk, starts_at, ends_at in rows.values_list(owner, "starts_at", "ends_at"):
            found[pk].extend(self._spans((starts_at, ends_at)))
        return found

    def _spans(self, period: Period) -> Iterable[Interval]:
        starts_at, ends_at = (moment.astimezone(PARIS) for moment in period)
        number = bisect_left(self._days, starts_at.date())
        while number < len(self._days) and self._days[number] <= ends_at.date():
            opening = datetime.combine(self._days[number], self._policy.day_starts_at, PARIS)
            start = max(0, _slots(starts_at - opening, self._grid))
            end = min(self._grid.slots_per_day, -_slots(opening - ends_at, self._grid))
            if start < end:
                yield Interval(number, start, end)
            number += 1


def grid_of(policy: PlanningPolicy) -> Grid:
    return Grid(
        day_start=f"{policy.day_starts_at:%H:%M}",
        slot_minutes=policy.slot_minutes,
        slots_per_day=_slots_until(policy, policy.day_ends_at),
    )


def params_of(policy: PlanningPolicy) -> Params:
    return Params(
        distant_minutes=policy.distant_minutes,
        distant_earliest_start=_slots_until(policy, policy.distant_earliest_start),
        distant_latest_end=_slots_until(policy, policy.distant_latest_end),
        lunch_from=_slots_until(policy, policy.lunch_from),
        lunch_to=_slots_until(policy, policy.lunch_until),
        window_days=policy.window_days,
        waste_unit=policy.waste_unit,
    )


def _slots_until(policy: PlanningPolicy, hour: time) -> int:
    opening = policy.day_starts_at
    return ((hour.hour - opening.hour) * 60 + hour.minute - opening.minute) // policy.slot_minutes


def _slots(length: timedelta, grid: Grid) -> int:
    """Whole slots in a length, rounded down."""
    return int(length.total_seconds() // 60) // grid.slot_minutes


def _kind(room: Room) -> str:
    if room.is_round_table:
        return ROUND_TABLE
    return AMPHITHEATRE if room.layout == Room.Layout.TIERS else CLASSROOM


def _tutorships(group: TutorialGroup) -> list[Tutorship]:
    """Tutor first, then the co-tutor; nobody when only a co-tutor is known."""
    tutorships = group.active_tutorships  # type: ignore[attr-defined]
    return tutorships if tutorships and tutorships[0].part == Tutorship.Part.TUTOR else []


def _members(group: TutorialGroup) -> list[int]:
    return [membership.intern_id for membership in group.active_memberships]  # type: ignore[attr-defined]
