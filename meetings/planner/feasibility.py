"""Whether groups can be placed at all, by CP-SAT: hard rules only."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from .tables import Place, Tables, span


@dataclass(frozen=True, slots=True)
class Verdict:
    """`places` when every group can be placed; otherwise `culprits`, groups that can't be placed together.

    Neither when time ran out.
    """

    places: Mapping[int, Place] | None = None
    culprits: tuple[int, ...] | None = None


def examine(
    tables: Tables, *, pinned: Mapping[int, Place], seconds: float, wanted: Collection[int] | None = None
) -> Verdict:
    """Try to place the wanted groups (all of them by default), the pinned ones where they are."""
    groups = range(len(tables.durations)) if wanted is None else sorted(wanted)
    return _Model(tables, pinned, groups).solve(seconds)


class _Model:
    def __init__(self, tables: Tables, pinned: Mapping[int, Place], groups: Collection[int]) -> None:
        self._tables = tables
        self._model = cp_model.CpModel()
        self._choices: list[tuple[int, int, int, tuple[int, ...], cp_model.IntVar]] = []
        self._wanted = {group: self._model.new_bool_var("") for group in groups}
        teachers: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(list)
        days: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        rooms: dict[tuple[tuple[int, ...], int, int], list[cp_model.IntVar]] = defaultdict(list)
        alike = [self._alike(day) for day in range(len(tables.day_index))]
        for group in groups:
            mine = []
            for day, start, kind in self._possible(group, alike, pinned.get(group)):
                choice = self._model.new_bool_var("")
                mine.append(choice)
                self._choices.append((group, day, start, kind, choice))
                for teacher in tables.teachers[group]:
                    days[teacher, day].append(choice)
                for slot in range(start, start + tables.durations[group]):
                    rooms[kind, day, slot].append(choice)
                    for teacher in tables.teachers[group]:
                        teachers[teacher, day, slot].append(choice)
            self._model.add(sum(mine) == self._wanted[group])
        for choices in teachers.values():
            self._model.add_at_most_one(choices)
        for (teacher, _), choices in days.items():
            self._model.add(sum(choices) <= tables.most[teacher])
        for (kind, _, _), choices in rooms.items():
            self._model.add(sum(choices) <= len(kind))
        self._model.add_assumptions(list(self._wanted.values()))

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
