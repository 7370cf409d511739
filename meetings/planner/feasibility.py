"""Whether groups can be placed at all: hard rules only."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from ortools.sat.python import cp_model

from . import first_fit, repair
from .schedule import Schedule
from .tables import Place, Tables, span

REPAIR_STEPS = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """`places` when every group can be placed; otherwise `culprits`, groups that can't be placed together.

    Neither when time ran out.
    """

    places: Mapping[int, Place] | None = None
    culprits: tuple[int, ...] | None = None


def examine(tables: Tables, *, pinned: Mapping[int, Place], seconds: float) -> Verdict:
    """Try to place every group, the pinned ones where they are: by counting, then by hand, then by CP-SAT."""
    nowhere = [group for group in range(len(tables.durations)) if not tables.can_meet(group)]
    if nowhere:
        return Verdict(culprits=(nowhere[0],))
    too_many = _more_than_seats(tables)
    if too_many is not None:
        return Verdict(culprits=too_many)
    places = _placed_by_hand(tables, pinned)
    if places is not None:
        return Verdict(places=places)
    verdict = _Model(tables, pinned, name_culprits=True).solve(seconds / 2)
    if verdict.places is None and verdict.culprits is None:
        verdict = _Model(tables, pinned, name_culprits=False).solve(seconds / 2)
    return verdict


def _placed_by_hand(tables: Tables, pinned: Mapping[int, Place]) -> Mapping[int, Place] | None:
    schedule = Schedule(tables)
    for group, place in pinned.items():
        if not schedule.fits(group, place):
            return None
        schedule.put(group, place)
    first_fit.fill(schedule)
    groups = len(tables.durations)
    steps = 2 * groups + REPAIR_STEPS
    repair.place_left_over(schedule, random=Random(0), fixed=pinned, steps=steps, should_stop=lambda: False)
    return dict(schedule.places) if len(schedule.places) == groups else None


def _more_than_seats(tables: Tables) -> tuple[int, ...] | None:
    """Some groups, one more than the rooms can take of the shortest sessions; None if they can take all."""
    groups = sorted(range(len(tables.durations)), key=lambda group: -tables.durations[group])
    shortest = min(tables.durations, default=1)
    seats = sum(
        _most_sessions(closed, tables.slots, shortest)
        for index, room in enumerate(tables.instance.rooms)
        if room.group_work
        for closed in tables.closed[index]
    )
    return tuple(sorted(groups[: seats + 1])) if len(groups) > seats else None


class _Model:
    def __init__(self, tables: Tables, pinned: Mapping[int, Place], *, name_culprits: bool) -> None:
        self._tables = tables
        groups = range(len(tables.durations))
        self._model = cp_model.CpModel()
        self._choices: list[tuple[int, int, int, tuple[int, ...], cp_model.IntVar]] = []
        self._wanted = {group: self._model.new_bool_var("") for group in groups}
        teachers: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(list)
        days: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        rooms: dict[tuple[tuple[int, ...], int, int], list[cp_model.IntVar]] = defaultdict(list)
        alike = [self._alike(day) for day in range(len(tables.day_index))]
        by_kind: dict[tuple[tuple[int, ...], int], list[cp_model.IntVar]] = defaultdict(list)
        for group in groups:
            mine = []
            for day, start, kind in self._possible(group, alike, pinned.get(group)):
                choice = self._model.new_bool_var("")
                mine.append(choice)
                self._choices.append((group, day, start, kind, choice))
                by_kind[kind, day].append(choice)
                for teacher in tables.teachers[group]:
                    days[teacher, day].append(choice)
                for slot in range(start, start + tables.durations[group]):
                    rooms[kind, day, slot].append(choice)
                    for teacher in tables.teachers[group]:
                        teachers[teacher, day, slot].append(choice)
            self._model.add(sum(mine) == self._wanted[group])
        shortest = min((tables.durations[group] for group in groups), default=1)
        for (kind, day), choices in by_kind.items():
            most = len(kind) * _most_sessions(tables.closed[kind[0]][day], tables.slots, shortest)
            self._model.add(sum(choices) <= most)
        for choices in teachers.values():
            self._model.add_at_most_one(choices)
        for (teacher, _), choices in days.items():
            self._model.add(sum(choices) <= tables.most[teacher])
        for (kind, _, _), choices in rooms.items():
            self._model.add(sum(choices) <= len(kind))
        if name_culprits:
            self._model.add_assumptions(list(self._wanted.values()))
        else:
            for wanted in self._wanted.values():
                self._model.add(wanted == 1)

    def _alike(self, day: int) -> list[tuple[int, ...]]:
        """Rooms that no session could tell apart that day."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index, room in enumerate(self._tables.instance.rooms):
            if room.group_work:
                found[room.capacity, self._tables.closed[index][day]].append(index)
        return [tuple(rooms) for rooms in found.values()]

    def _possible(
        self, group: int, alike: list[list[tuple[int, ...]]], pin: Place | None
    ) -> list[tuple[int, int, tuple[int, ...]]]:
        tables = self._tables
        found = []
        for day, starts in enumerate(tables.starts[group]):
            for start in starts:
                if pin is not None and (pin.day, pin.start) != (day, start):
                    continue
                mask = span(start, tables.durations[group])
                for rooms in alike[day]:
                    suits = rooms[0] in tables.room_costs[group] and not tables.closed[rooms[0]][day] & mask
                    if suits and (pin is None or pin.room in rooms):
                        found.append((day, start, rooms))
        return found

    def solve(self, seconds: float) -> Verdict:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.num_workers = 1
        status = solver.solve(self._model)
        if status == cp_model.INFEASIBLE:
            core = set(solver.sufficient_assumptions_for_infeasibility())
            culprits = tuple(group for group, wanted in self._wanted.items() if wanted.index in core)
            return Verdict(culprits=culprits or tuple(self._wanted))
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Verdict(places=self._places(solver))
        return Verdict()

    def _places(self, solver: cp_model.CpSolver) -> dict[int, Place]:
        """Rooms alike are given out in the order of the starts."""
        until: dict[tuple[int, int], int] = {}
        places = {}
        held = [choice[:4] for choice in self._choices if solver.value(choice[4])]
        for group, day, start, rooms in sorted(held, key=lambda choice: choice[2]):
            room = next(room for room in rooms if until.get((room, day), 0) <= start)
            until[room, day] = start + self._tables.durations[group]
            places[group] = Place(day, start, room)
        return places


def _most_sessions(closed: int, slots: int, shortest: int) -> int:
    """How many sessions fit into a room's day at most; without it, counting slots is too weak a proof."""
    most = run = 0
    for slot in range(slots + 1):
        if slot < slots and not closed >> slot & 1:
            run += 1
        else:
            most, run = most + run // shortest, 0
    return most
