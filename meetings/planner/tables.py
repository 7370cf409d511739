"""An instance by position instead of by id, with everything that depends on one session alone worked out.

A set of slots is an integer, bit `q` being slot `q`, so that "free during this session" is one AND.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from .instance import ROUND_TABLE, Instance, Interval, PlannedSession, Solution

Cell = tuple[int, int]
"""A day and a start, by position."""


@dataclass(frozen=True, slots=True)
class Place:
    """A day, a start and a room, by position."""

    day: int
    start: int
    room: int


@dataclass(frozen=True, slots=True)
class Change:
    """What leaving the earlier plan costs: the place a session had, and the points for each one moved."""

    places: Mapping[int, Place]
    weight: float


class Tables:
    def __init__(self, instance: Instance, change: Change | None = None) -> None:
        self.instance = instance
        self.slots = instance.grid.slots_per_day
        self.room_index = {room.id: index for index, room in enumerate(instance.rooms)}
        self.tutor_index = {tutor.id: index for index, tutor in enumerate(instance.tutors)}
        self.cohort_index = {cohort.id: index for index, cohort in enumerate(instance.cohorts)}
        self.group_index = {group.id: index for index, group in enumerate(instance.groups)}
        self.day_index = {day.id: index for index, day in enumerate(instance.days)}
        self.closed = [self.masks(room.closures) for room in instance.rooms]
        self.away = [self.masks(tutor.unavailable) for tutor in instance.tutors]
        self.seminars = [self.masks(cohort.seminars) for cohort in instance.cohorts]
        self.most = [tutor.max_per_day for tutor in instance.tutors]
        self.extra_day = [instance.weights.extra_day(tutor) for tutor in instance.tutors]
        self.gap = [instance.weights.gap(tutor) for tutor in instance.tutors]
        self.durations = [group.duration for group in instance.groups]
        self.teachers = [tuple(self.tutor_index[id_] for id_ in group.teachers) for group in instance.groups]
        self.cohort_of = [self.cohort_index[group.cohort] for group in instance.groups]
        self.own: list[list[int]] = [[] for _ in instance.tutors]
        for group, teachers in enumerate(self.teachers):
            self.own[teachers[0]].append(group)
        self.rooms = [self._rooms(group) for group in range(len(instance.groups))]
        self.change = change or Change({}, 0)
        self._starts = _Starts(self)
        self.starts = [self._starts.of(group) for group in range(len(instance.groups))]
        """For each group, for each day: the cost of each start it can have there, by start."""

    def masks(self, intervals: Collection[Interval]) -> list[int]:
        """For each day, the slots those intervals take."""
        taken = [0] * len(self.day_index)
        for interval in intervals:
            day = self.day_index.get(interval.day)
            start, end = max(0, interval.start), min(self.slots, interval.end)
            if day is not None and start < end:
                taken[day] |= span(start, end - start)
        return taken

    def _rooms(self, group: int) -> list[tuple[float, int]]:
        weights, people = self.instance.weights, self.instance.groups[group].people
        return sorted(
            (
                weights.room_type * (room.kind != ROUND_TABLE)
                + weights.room_waste * ((room.capacity - people) // self.instance.params.waste_unit),
                index,
            )
            for index, room in enumerate(self.instance.rooms)
            if room.group_work and room.capacity >= people
        )

    @cached_property
    def room_costs(self) -> list[dict[int, float]]:
        """For each group, what each room that can take it costs."""
        return [{room: cost for cost, room in rooms} for rooms in self.rooms]

    @cached_property
    def windows(self) -> list[list[int]]:
        """For each day, the positions of the days whose window holds it."""
        dates = [day.date.toordinal() for day in self.instance.days]
        length = self.instance.params.window_days
        return [[w for w, opens in enumerate(dates) if 0 <= at - opens < length] for at in dates]

    def can_meet(self, group: int) -> bool:
        """Whether there are an hour and a room for the group, whatever the others do."""
        return bool(self.rooms[group]) and any(self.starts[group])

    def change_cost(self, group: int, place: Place) -> float:
        """Points for leaving the earlier plan: one for the session and one for each person to tell."""
        earlier = self.change.places.get(group)
        if earlier is None or earlier == place:
            return 0
        return self.change.weight * (1 + self.instance.groups[group].people)

    def whole_change_cost(self, places: Mapping[int, Place]) -> float:
        """The same for a whole plan."""
        return sum(self.change_cost(group, place) for group, place in places.items())

    def place(self, session: PlannedSession) -> Place | None:
        """The position of a session; None when its day or room doesn't exist."""
        day, room = self.day_index.get(session.day), self.room_index.get(session.room)
        return None if day is None or room is None else Place(day, session.start, room)

    def session(self, group: int, place: Place) -> PlannedSession:
        return PlannedSession(
            group=self.instance.groups[group].id,
            day=self.instance.days[place.day].id,
            start=place.start,
            room=self.instance.rooms[place.room].id,
        )

    def places(self, solution: Solution) -> dict[int, Place]:
        """Where a solution puts the groups of this instance, leaving out what doesn't exist here."""
        found: dict[int, Place] = {}
        for session in solution.sessions:
            group, place = self.group_index.get(session.group), self.place(session)
            if group is not None and place is not None:
                found.setdefault(group, place)
        return found

    def solution(self, places: Mapping[int, Place]) -> Solution:
        return Solution(tuple(self.session(group, places[group]) for group in sorted(places)))


class _Starts:
    """The starts a group can have whatever the others do, and what each costs."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        instance = tables.instance
        self._interns = {intern.id: intern for intern in instance.interns}
        self._preferred = instance.preferred_days()

    def of(self, group: int) -> list[dict[int, float]]:
        tables, instance = self._tables, self._tables.instance
        length = tables.durations[group]
        busy = [tables.seminars[tables.cohort_of[group]], *(tables.away[t] for t in tables.teachers[group])]
        if any(tables.most[teacher] < 1 for teacher in tables.teachers[group]):
            return [{} for _ in instance.days]
        hours = [self._hours_cost(group, start) for start in range(max(0, tables.slots - length + 1))]
        away = self._interns_away(group)
        preferred = self._preferred[instance.groups[group].id]
        starts = []
        for day, known in enumerate(instance.days):
            taken = 0
            for masks in busy:
                taken |= masks[day]
            base = 0 if known.id in preferred else instance.weights.preferred_day
            starts.append(
                {
                    start: base + cost + instance.weights.intern_conflict * away[day][start]
                    for start, cost in enumerate(hours)
                    if not taken & span(start, length)
                }
            )
        return starts

    def _hours_cost(self, group: int, start: int) -> float:
        instance, end = self._tables.instance, start + self._tables.durations[group]
        params, weights = instance.params, instance.weights
        cost = weights.lunch * max(0, min(end, params.lunch_to) - max(start, params.lunch_from))
        tutor = instance.tutors[self._tables.teachers[group][0]]
        if tutor.driving_minutes >= params.distant_minutes:
            early = max(0, params.distant_earliest_start - start)
            cost += weights.distant_hours * (early + max(0, end - params.distant_latest_end))
        return cost

    def _interns_away(self, group: int) -> list[list[int]]:
        tables = self._tables
        length = tables.durations[group]
        away = [[0] * tables.slots for _ in tables.day_index]
        for id_ in tables.instance.groups[group].interns:
            for day, mask in self._intern_masks(id_).items():
                row = away[day]
                for start in range(tables.slots - length + 1):
                    if mask & span(start, length):
                        row[start] += 1
        return away

    def _intern_masks(self, id_: str) -> dict[int, int]:
        masks: dict[int, int] = {}
        tables = self._tables
        for interval in self._interns[id_].unavailable:
            day = tables.day_index.get(interval.day)
            start, end = max(0, interval.start), min(tables.slots, interval.end)
            if day is not None and start < end:
                masks[day] = masks.get(day, 0) | span(start, end - start)
        return masks


def span(start: int, length: int) -> int:
    """The slots from `start` on, as a mask."""
    return ((1 << length) - 1) << start


def change_cost(instance: Instance, previous: Solution, solution: Solution, weight: float) -> float:
    """Points for leaving an earlier plan: `weight` for each session that moved and each person to tell."""
    tables = Tables(instance, Change(Tables(instance).places(previous), weight))
    return tables.whole_change_cost(tables.places(solution))
