"""The linear programme: one timetable for each tutor, rooms by kind of room and day, windows by cohort.

Its rooms are exact (rooms alike on a day are counted together, which loses nothing); for many groups it
leaves out that a co-tutor can't be in two places. So its optimum is a bound on every plan.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from ..tables import Tables, span

MOST_WITH_CO_TUTORS = 60
"""Up to so many groups, the programme also keeps co-tutors in one place."""

Timetable = tuple[tuple[int, int, int], ...]
"""A tutor's groups, each with its day and start."""


Range = tuple[int, int]
"""The first and the last that are allowed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """A part of all plans: the windows each cohort may choose, the days (by position) each group may have."""

    windows: tuple[Range, ...]
    days: tuple[Range, ...]

    def allow(self, timetable: Timetable) -> bool:
        return all(self.days[group][0] <= day <= self.days[group][1] for group, day, _ in timetable)


@dataclass(frozen=True, slots=True)
class Prices:
    """Dual values: of a start by type of group, a day by group, a co-tutor's slot and day, and the rest."""

    start: NDArray[np.float64]
    day: NDArray[np.float64]
    slot: NDArray[np.float64]
    full: NDArray[np.float64]
    rest: float

    def toward(self, other: "Prices", share: float) -> "Prices":
        return Prices(
            self.start + share * (other.start - self.start),
            self.day + share * (other.day - self.day),
            self.slot + share * (other.slot - self.slot),
            self.full + share * (other.full - self.full),
            self.rest + share * (other.rest - self.rest),
        )


@dataclass(frozen=True, slots=True)
class Optimum:
    value: float
    prices: Prices
    windows: list[list[float]]
    """How far each window is chosen, by cohort."""

    days: dict[tuple[int, int], float]
    """How far each group is on each day."""


class Master:
    def __init__(self, tables: Tables, until: float) -> None:
        self._tables, self._until = tables, until
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._solver.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self._objective = self._solver.Objective()
        self._infinity = self._solver.infinity()
        self.type_of = types_of(tables)
        self._types = max(self.type_of, default=-1) + 1
        self._starts = self._start_rows()
        self._chosen = {
            tutor: self._solver.Constraint(1, 1) for tutor, groups in enumerate(tables.own) if groups
        }
        self._seats = self._room_columns()
        self._days: dict[tuple[int, int], pywraplp.Constraint] = {}
        self._one_window: list[pywraplp.Constraint] = []
        self._windows: list[list[pywraplp.Variable]] = []
        self._add_windows()
        self._timetables: list[tuple[Timetable, pywraplp.Variable]] = []
        self._limits: Limits | None = None
        few = len(tables.durations) <= MOST_WITH_CO_TUTORS
        self._co_tutors = co_tutors(tables) if few else frozenset()
        self._busy: dict[tuple[int, int, int], pywraplp.Constraint] = {}
        self._full: dict[tuple[int, int], pywraplp.Constraint] = {}

    @property
    def windows(self) -> list[int]:
        """How many windows each cohort that can be spread may choose from, earliest first."""
        return [len(columns) for columns in self._windows]

    def _start_rows(self) -> dict[tuple[int, int, int], pywraplp.Constraint]:
        wanted = {
            (self.type_of[group], day, start)
            for group, by_day in enumerate(self._tables.starts)
            for day, starts in enumerate(by_day)
            for start in starts
        }
        return {key: self._solver.Constraint(0, 0) for key in sorted(wanted)}

    def _room_columns(self) -> list[tuple[pywraplp.Constraint, int]]:
        """One variable for each type of group, start and kind of room; at most as many at once as rooms."""
        tables, seats = self._tables, []
        like = {kind: group for group, kind in enumerate(self.type_of)}
        wanted: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for kind, day, start in self._starts:
            wanted[day].append((kind, start))
        for day in range(len(tables.day_index)):
            alike: dict[tuple[str, int, int], list[int]] = defaultdict(list)
            for index, room in enumerate(tables.instance.rooms):
                if room.group_work and wanted[day]:
                    alike[room.kind, room.capacity, tables.closed[index][day]].append(index)
            for (_, _, closed), rooms in alike.items():
                rows: dict[int, pywraplp.Constraint] = {}
                for kind, start in wanted[day]:
                    group = like[kind]
                    cost = tables.room_costs[group].get(rooms[0])
                    length = tables.durations[group]
                    if cost is None or closed & span(start, length):
                        continue
                    column = self._column(cost)
                    self._starts[kind, day, start].SetCoefficient(column, -1)
                    for slot in range(start, start + length):
                        if slot not in rows:
                            rows[slot] = self._solver.Constraint(-self._infinity, len(rooms))
                        rows[slot].SetCoefficient(column, 1)
                seats += [(row, len(rooms)) for row in rows.values()]
        return seats

    def _add_windows(self) -> None:
        """One window for each cohort; a day is free of spread as far as windows that hold it are chosen."""
        tables, spread = self._tables, self._tables.instance.weights.spread
        members: dict[int, list[int]] = defaultdict(list)
        for group, cohort in enumerate(tables.cohort_of):
            members[cohort].append(group)
        for groups in members.values():
            if spread == 0 or len(groups) == 1:
                continue
            one = self._solver.Constraint(1, 1)
            chosen = {days: self._column(0) for days in widest_windows(tables)}
            for column in chosen.values():
                one.SetCoefficient(column, 1)
            self._one_window.append(one)
            self._windows.append(list(chosen.values()))
            for group in groups:
                for day, starts in enumerate(tables.starts[group]):
                    if starts:
                        self._days[group, day] = self._spread_row(day, chosen)

    def _spread_row(
        self, day: int, chosen: Mapping[frozenset[int], pywraplp.Variable]
    ) -> pywraplp.Constraint:
        row = self._solver.Constraint(-self._infinity, 0)
        row.SetCoefficient(self._column(self._tables.instance.weights.spread), -1)
        for days, column in chosen.items():
            if day in days:
                row.SetCoefficient(column, -1)
        return row

    def allow(self, limits: Limits) -> None:
        """Leave only the plans within limits."""
        for (first, last), columns in zip(limits.windows, self._windows, strict=True):
            for index, column in enumerate(columns):
                column.SetUb(self._infinity if first <= index <= last else 0)
        self._limits = limits
        for timetable, column in self._timetables:
            column.SetUb(self._infinity if limits.allow(timetable) else 0)

    def _column(self, cost: float) -> pywraplp.Variable:
        column = self._solver.NumVar(0, self._infinity, "")
        self._objective.SetCoefficient(column, cost)
        return column

    def add(self, tutor: int, timetable: Timetable, cost: float) -> None:
        column = self._column(cost)
        if self._limits is not None and not self._limits.allow(timetable):
            column.SetUb(0)
        self._timetables.append((timetable, column))
        self._chosen[tutor].SetCoefficient(column, 1)
        for group, day, start in timetable:
            row = self._starts[self.type_of[group], day, start]
            row.SetCoefficient(column, row.GetCoefficient(column) + 1)
            if (group, day) in self._days:
                self._days[group, day].SetCoefficient(column, 1)
            for teacher in self._co_tutors.intersection(self._tables.teachers[group]):
                self._count(column, self._full, (teacher, day), self._tables.most[teacher])
                for slot in range(start, start + self._tables.durations[group]):
                    self._count(column, self._busy, (teacher, day, slot), 1)

    def _count(
        self,
        column: pywraplp.Variable,
        rows: dict[Any, pywraplp.Constraint],
        key: tuple[int, ...],
        most: int,
    ) -> None:
        """One more session of a column for a co-tutor's day or slot, which takes so many at most."""
        if key not in rows:
            rows[key] = self._solver.Constraint(-self._infinity, most)
        rows[key].SetCoefficient(column, rows[key].GetCoefficient(column) + 1)

    def allow_nothing(self, tutors: Iterable[int], cost: float) -> None:
        """Let a tutor do without a timetable at a price, so that there is always a solution."""
        for tutor in tutors:
            self._chosen[tutor].SetCoefficient(self._column(cost), 1)

    def solve(self) -> Optimum | None:
        """The optimum over the timetables so far; None when the solver fails."""
        self._solver.SetTimeLimit(max(1, int(1000 * (self._until - time.monotonic()))))
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        tables = self._tables
        start = np.zeros((self._types, len(tables.day_index), tables.slots))
        for key, row in self._starts.items():
            start[key] = row.dual_value()
        day = np.zeros((len(tables.durations), len(tables.day_index)))
        for at, row in self._days.items():
            day[at] = row.dual_value()
        rest = sum(min(0.0, row.dual_value()) * rooms for row, rooms in self._seats)
        rest += sum(row.dual_value() for row in self._one_window)
        slot = np.zeros((len(tables.tutor_index), len(tables.day_index), tables.slots))
        for at_slot, row in self._busy.items():
            slot[at_slot] = min(0.0, row.dual_value())
        full = np.zeros((len(tables.tutor_index), len(tables.day_index)))
        for (teacher, on), row in self._full.items():
            full[teacher, on] = min(0.0, row.dual_value())
        rest += slot.sum() + (full * np.array(tables.most)[:, None]).sum()
        windows = [[column.solution_value() for column in columns] for columns in self._windows]
        days: dict[tuple[int, int], float] = defaultdict(float)
        for timetable, column in self._timetables:
            if (chosen := column.solution_value()) > 0:
                for group, held, _ in timetable:
                    days[group, held] += chosen
        return Optimum(self._objective.Value(), Prices(start, day, slot, full, float(rest)), windows, days)


def widest_windows(tables: Tables) -> list[frozenset[int]]:
    """The sets of days a window can hold, without those another one holds too; earliest first."""
    days = range(len(tables.day_index))
    found = {frozenset(day for day in days if window in tables.windows[day]) for window in days}
    widest = [one for one in found if not any(one < other for other in found)]
    return sorted(widest, key=sorted)


def types_of(tables: Tables) -> list[int]:
    """For each group, a number that it shares with those of the same size and duration."""
    types: dict[tuple[int, int], int] = {}
    return [types.setdefault((group.people, group.duration), len(types)) for group in tables.instance.groups]


def co_tutors(tables: Tables) -> frozenset[int]:
    """The tutors who also help with another tutor's groups."""
    return frozenset(teachers[1] for teachers in tables.teachers if len(teachers) > 1)
