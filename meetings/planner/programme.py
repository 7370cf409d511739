"""The hard rules as a programme: every place of every group, rooms alike counted together.

Solved by parts (GLOP) it has prices that prove most shortages in a moment; solved whole (HiGHS) it decides.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from ortools.linear_solver import pywraplp

from .options import Kind, Options, rooms_alike
from .shortage import TOLERANCE, Prices, shortage
from .tables import Place, Tables, span
from .verdict import Verdict

HIGHS_OPTIONS = "output_flag=false\nthreads=1"
"""Silent, on one core."""

Seat = tuple[int, int, int]
"""A kind of group by number, a day and a start."""

Supply = Counter[tuple[int, tuple[int, ...], int, int]]
"""How many sessions of a duration start then in rooms alike: by day, rooms, duration and start."""


class Programme:
    """As few groups as possible left out: by parts, or whole.

    With a `supply`, sessions take no other places than those; `costs` say what leaving each group out costs.
    """

    def __init__(
        self,
        tables: Tables,
        options: Sequence[Options],
        *,
        whole: bool,
        supply: Supply | None = None,
        costs: Sequence[float] | None = None,
    ) -> None:
        self._tables, self._options, self._whole = tables, options, whole
        self._solver = pywraplp.Solver.CreateSolver("HIGHS" if whole else "GLOP")
        self._infinity = self._solver.infinity()
        self._objective = self._solver.Objective()
        self._room_rows: list[tuple[tuple[int, ...], int, int, pywraplp.Constraint]] = []
        self._slot_rows: dict[tuple[int, int, int], pywraplp.Constraint] = {}
        self._day_rows: dict[tuple[int, int], pywraplp.Constraint] = {}
        kinds: dict[Kind, int] = {}
        self._kind_of = [kinds.setdefault(option.kind, len(kinds)) for option in options]
        self._kinds = list(kinds)
        self._seats: dict[Seat, pywraplp.Constraint] = {}
        self._places: list[tuple[int, int, int, pywraplp.Variable]] = []
        self._taken: dict[Seat, list[tuple[tuple[int, ...], pywraplp.Variable]]] = defaultdict(list)
        held = self._add_groups(costs or [1] * len(options))
        self._keep_teachers_apart(held)
        if supply is None:
            self._add_rooms()
        else:
            self._add_supply(supply)

    def _add_groups(
        self, costs: Sequence[float]
    ) -> dict[tuple[int, int], list[tuple[int, int, pywraplp.Variable]]]:
        """A variable for each place; return them by teacher and day with their group and start."""
        tables = self._tables
        held: dict[tuple[int, int], list[tuple[int, int, pywraplp.Variable]]] = defaultdict(list)
        for group, option in enumerate(self._options):
            one = self._solver.Constraint(1, 1)
            left_out = self._column(1)
            self._objective.SetCoefficient(left_out, costs[group])
            one.SetCoefficient(left_out, 1)
            for day, starts in enumerate(option.starts):
                for start in starts:
                    place = self._column(1)
                    self._places.append((group, day, start, place))
                    one.SetCoefficient(place, 1)
                    self._seat((self._kind_of[group], day, start)).SetCoefficient(place, 1)
                    for teacher in tables.teachers[group]:
                        held[teacher, day].append((group, start, place))
        return held

    def _column(self, most: int) -> pywraplp.Variable:
        return self._solver.Var(0, most if self._whole else self._infinity, self._whole, "")

    def _seat(self, seat: Seat) -> pywraplp.Constraint:
        if seat not in self._seats:
            self._seats[seat] = self._solver.Constraint(-self._infinity, 0)
        return self._seats[seat]

    def _keep_teachers_apart(
        self, held: dict[tuple[int, int], list[tuple[int, int, pywraplp.Variable]]]
    ) -> None:
        tables = self._tables
        for (teacher, day), places in held.items():
            groups = {group for group, _, _ in places}
            if len(groups) < 2:
                continue
            if len(groups) > tables.most[teacher]:
                row = self._solver.Constraint(-self._infinity, tables.most[teacher])
                self._day_rows[teacher, day] = row
                for _, _, place in places:
                    row.SetCoefficient(place, 1)
            ends = {start + tables.durations[group] for group, start, _ in places}
            for end in ends:
                row = self._solver.Constraint(-self._infinity, 1)
                self._slot_rows[teacher, day, end - 1] = row
                for group, start, place in places:
                    if start < end <= start + tables.durations[group]:
                        row.SetCoefficient(place, 1)

    def _add_rooms(self) -> None:
        tables = self._tables
        seats: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for kind, day, start in self._seats:
            seats[day].append((kind, start))
        for day, wanted in seats.items():
            for rooms in rooms_alike(tables, self._options, day):
                rows: dict[int, pywraplp.Constraint] = {}
                for kind, start in wanted:
                    suited, length = self._kinds[kind]
                    if rooms[0] not in suited or tables.closed[rooms[0]][day] & span(start, length):
                        continue
                    taken = self._take(kind, day, start, rooms)
                    for slot in range(start, start + length):
                        if slot not in rows:
                            rows[slot] = self._solver.Constraint(-self._infinity, len(rooms))
                            self._room_rows.append((rooms, day, slot, rows[slot]))
                        rows[slot].SetCoefficient(taken, 1)

    def _take(self, kind: int, day: int, start: int, rooms: tuple[int, ...]) -> pywraplp.Variable:
        """How many groups of a kind meet then in some of these rooms."""
        taken = self._column(len(rooms))
        self._taken[kind, day, start].append((rooms, taken))
        self._seats[kind, day, start].SetCoefficient(taken, -1)
        return taken

    def _add_supply(self, supply: Supply) -> None:
        for (day, rooms, duration, start), number in supply.items():
            row = self._solver.Constraint(-self._infinity, number)
            for kind, (suited, length) in enumerate(self._kinds):
                if length == duration and rooms[0] in suited and (kind, day, start) in self._seats:
                    row.SetCoefficient(self._take(kind, day, start, rooms), 1)

    def prices(self, seconds: float) -> Prices | None:
        """By parts: the prices that prove the greatest shortage; None when there is none or time runs out."""
        self._solver.SetTimeLimit(max(1, int(1000 * seconds)))
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        prices = self._dual_values()
        return prices if shortage(self._tables, self._options, prices) > TOLERANCE else None

    def _dual_values(self) -> Prices:
        instance, tables = self._tables.instance, self._tables
        days, slots = len(instance.days), tables.slots
        prices = Prices(
            room=np.zeros((len(instance.rooms), days, slots)),
            teacher=np.zeros((len(instance.tutors), days, slots)),
            session=np.zeros((len(instance.tutors), days)),
        )
        for rooms, day, slot, row in self._room_rows:
            prices.room[list(rooms), day, slot] = max(0.0, -row.dual_value())
        for at, row in self._slot_rows.items():
            prices.teacher[at] = max(0.0, -row.dual_value())
        for on, row in self._day_rows.items():
            prices.session[on] = max(0.0, -row.dual_value())
        return prices

    def decide(self, seconds: float) -> Verdict:
        """Whole: whether nobody needs to be left out; nothing when time runs out."""
        if self._solve_whole(seconds) != pywraplp.Solver.OPTIMAL:
            return Verdict()
        if self._objective.Value() > 0.5:
            return Verdict(culprits=tuple(range(len(self._options))))
        return Verdict(places=self._whole_places())

    def fullest(self, seconds: float) -> Mapping[int, Place]:
        """Whole: the best plan found in that time; empty when there was none."""
        found = self._solve_whole(seconds) in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE)
        return self._whole_places() if found else {}

    def _solve_whole(self, seconds: float) -> int:
        self._solver.SetTimeLimit(max(1, int(1000 * seconds)))
        self._solver.SetSolverSpecificParametersAsString(HIGHS_OPTIONS)
        return int(self._solver.Solve())

    def _whole_places(self) -> dict[int, Place]:
        """Rooms alike are given out in the order of the starts; they always suffice that way."""
        seats = {
            seat: [rooms for rooms, taken in choices for _ in range(round(taken.solution_value()))]
            for seat, choices in self._taken.items()
        }
        until: dict[tuple[int, int], int] = {}
        found = {}
        held = [place[:3] for place in self._places if place[3].solution_value() > 0.5]
        for group, day, start in sorted(held, key=lambda place: place[2]):
            rooms = seats[self._kind_of[group], day, start].pop()
            room = next(room for room in rooms if until.get((day, room), 0) <= start)
            until[day, room] = start + self._options[group].duration
            found[group] = Place(day, start, room)
        return found
