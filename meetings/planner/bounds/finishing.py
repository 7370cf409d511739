"""The exact end of a proof: every timetable that could still matter, chosen among by CP-SAT.

At the prices of a bound, a plan cheaper than the best one known can only hold timetables whose price exceeds
their tutor's least by less than the gap. There are few of them when the gap is small, and then the choice is
a small integer programme.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from ortools.sat.python import cp_model

from ..tables import Place, Tables, span
from .generation import NodeBound, TutorPrices
from .master import Limits, Range, Timetable, types_of, widest_windows

MOST_TIMETABLES = 6_000


@dataclass(frozen=True, slots=True)
class Finish:
    """A bound on the plans of a node, and the best of these if it is better than the one known."""

    bound: float
    places: Mapping[int, Place] | None = None


def finish(
    tables: Tables, node: NodeBound, limits: Limits, best_cost: float, seconds: float
) -> Finish | None:
    """The exact optimum of a node, if it is below the best cost known; None when it is too much work.

    Every cost has to be a whole number of points.
    """
    until = monotonic() + seconds
    type_of = types_of(tables)
    slack = best_cost - 1 - node.bound
    choices: dict[int, list[tuple[Timetable, float]]] = {}
    for tutor, groups in enumerate(tables.own):
        if groups:
            prices = TutorPrices(tables, tutor)
            room = MOST_TIMETABLES - sum(map(len, choices.values()))
            within = prices.within(type_of, node.prices, limits, slack, room, until)
            if within is None:
                return None
            choices[tutor] = [(timetable, prices.cost(timetable)) for timetable in within]
    return _Choice(tables, type_of, choices, limits.windows).solve(best_cost, until - monotonic())


class _Choice:
    def __init__(
        self,
        tables: Tables,
        type_of: list[int],
        choices: Mapping[int, list[tuple[Timetable, float]]],
        windows: tuple[Range, ...],
    ) -> None:
        self._tables, self._type_of = tables, type_of
        self._model = cp_model.CpModel()
        self._cost: list[cp_model.LinearExprT] = []
        self._chosen: list[tuple[Timetable, cp_model.IntVar]] = []
        self._held: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(list)
        self._on_day: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for timetables in choices.values():
            self._add_tutor(timetables)
        self._keep_teachers_apart()
        self._seats = self._add_rooms()
        self._add_windows(windows)

    def _add_tutor(self, timetables: list[tuple[Timetable, float]]) -> None:
        chosen = []
        for timetable, cost in timetables:
            variable = self._model.new_bool_var("")
            chosen.append(variable)
            self._chosen.append((timetable, variable))
            self._cost.append(round(cost) * variable)
            for group, day, start in timetable:
                self._held[group, day, start].append(variable)
                self._on_day[group, day].append(variable)
        self._model.add_exactly_one(chosen)

    def _keep_teachers_apart(self) -> None:
        tables = self._tables
        busy: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(list)
        days: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        co_tutors = {teachers[1] for teachers in tables.teachers if len(teachers) > 1}
        for (group, day, start), chosen in self._held.items():
            for teacher in co_tutors.intersection(tables.teachers[group]):
                days[teacher, day] += chosen
                for slot in range(start, start + tables.durations[group]):
                    busy[teacher, day, slot] += chosen
        for chosen in busy.values():
            self._model.add(sum(chosen) <= 1)
        for (teacher, _), chosen in days.items():
            self._model.add(sum(chosen) <= tables.most[teacher])

    def _add_rooms(self) -> dict[tuple[int, int, int], list[tuple[tuple[int, ...], cp_model.IntVar]]]:
        """Seats for each type of group and start, in rooms alike that day."""
        tables = self._tables
        starts: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(list)
        for (group, day, start), chosen in self._held.items():
            starts[self._type_of[group], day, start] += chosen
        like = {kind: group for group, kind in enumerate(self._type_of)}
        used: dict[tuple[tuple[int, ...], int, int], list[cp_model.IntVar]] = defaultdict(list)
        seats: dict[tuple[int, int, int], list[tuple[tuple[int, ...], cp_model.IntVar]]] = {}
        for (kind, day, start), chosen in starts.items():
            length, costs = tables.durations[like[kind]], tables.room_costs[like[kind]]
            alike: dict[tuple[int, int, float], list[int]] = defaultdict(list)
            for room in costs:
                closed = tables.closed[room][day]
                if not closed & span(start, length):
                    known = tables.instance.rooms[room]
                    alike[closed, known.capacity, known.kind == "round_table"].append(room)
            mine = seats[kind, day, start] = []
            for rooms in alike.values():
                taken = self._model.new_int_var(0, len(rooms), "")
                mine.append((tuple(sorted(rooms)), taken))
                self._cost.append(round(costs[rooms[0]]) * taken)
                for slot in range(start, start + length):
                    used[tuple(sorted(rooms)), day, slot].append(taken)
            self._model.add(sum(chosen) == sum(taken for _, taken in mine))
        for (alike_rooms, _, _), variables in used.items():
            self._model.add(sum(variables) <= len(alike_rooms))
        return seats

    def _add_windows(self, windows: tuple[Range, ...]) -> None:
        tables, spread = self._tables, round(self._tables.instance.weights.spread)
        members: dict[int, list[int]] = defaultdict(list)
        for group, cohort in enumerate(tables.cohort_of):
            members[cohort].append(group)
        spreadable = [groups for groups in members.values() if spread and len(groups) > 1]
        for groups, (first, last) in zip(spreadable, windows, strict=True):
            chosen = {days: self._model.new_bool_var("") for days in widest_windows(tables)[first : last + 1]}
            self._model.add_exactly_one(chosen.values())
            for group in groups:
                outside = self._model.new_bool_var("")
                self._cost.append(spread * outside)
                for day in range(len(tables.day_index)):
                    holding = sum(variable for days, variable in chosen.items() if day in days)
                    self._model.add(sum(self._on_day[group, day]) <= outside + holding)

    def solve(self, best_cost: float, seconds: float) -> Finish | None:
        total = sum(self._cost)
        self._model.add(total <= round(best_cost) - 1)
        self._model.minimize(total)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        status = solver.solve(self._model)
        if status == cp_model.INFEASIBLE:
            return Finish(best_cost)
        if status == cp_model.OPTIMAL:
            return Finish(solver.objective_value, self._places(solver))
        return None

    def _places(self, solver: cp_model.CpSolver) -> dict[int, Place]:
        """Seats are given out in the order of the starts; rooms alike always suffice that way."""
        seats = {
            key: [rooms for rooms, taken in seats for _ in range(solver.value(taken))]
            for key, seats in self._seats.items()
        }
        until: dict[tuple[int, int], int] = {}
        places = {}
        chosen = [timetable for timetable, variable in self._chosen if solver.value(variable)]
        sessions = [session for timetable in chosen for session in timetable]
        for group, day, start in sorted(sessions, key=lambda session: session[2]):
            rooms = seats[self._type_of[group], day, start].pop()
            room = next(room for room in rooms if until.get((day, room), 0) <= start)
            until[day, room] = start + self._tables.durations[group]
            places[group] = Place(day, start, room)
        return places
