"""Column generation: tutors answer prices with their best timetables until none improves the programme."""

from collections.abc import Callable, Mapping

import numpy as np

from ..evaluation import idle_slots
from ..tables import Place, Tables
from .master import Master, Prices, Timetable
from .timetables import MOST_GROUPS, NEVER, Floats, Ints, cheapest_timetable

Ranges = tuple[tuple[int, int], ...]
"""For each cohort that can be spread, the first and the last of the windows it may choose."""

CLOSE = 1e-4
"""How close to its programme's value a bound is good enough."""

SMOOTHING = 0.5
"""How far prices go from the best ones so far toward those of the last programme."""


class Generation:
    """The programme with the timetables found so far, and what it proves about ranges of windows."""

    def __init__(self, tables: Tables, until: float) -> None:
        self._tables = tables
        self._master = Master(tables, until)
        self._tutors = [TutorPrices(tables, tutor) for tutor, groups in enumerate(tables.own) if groups]
        self._known: set[tuple[int, Timetable]] = set()
        self._master.allow_nothing([tutor.index for tutor in self._tutors], _dearest(tables))

    @property
    def windows(self) -> list[int]:
        """How many windows each cohort may choose from."""
        return self._master.windows

    def start_from(self, places: Mapping[int, Place]) -> None:
        """Add the timetables of a plan."""
        for tutor in self._tutors:
            timetable = tuple(
                (group, places[group].day, places[group].start) for group in tutor.groups if group in places
            )
            if len(timetable) == len(tutor.groups):
                self._add(tutor, timetable)

    def bound(
        self, windows: Ranges, *, until: float, should_stop: Callable[[], bool]
    ) -> tuple[float, list[list[float]]]:
        """What a plan costs at least if each cohort's window is in its range, and how far each is used.

        Stops early, with a lower bound and no shares, when asked to; and when the bound reaches `until`.
        """
        self._master.allow(windows)
        best: Prices | None = None
        bound = 0.0
        while not should_stop():
            solved = self._master.solve()
            if solved is None:
                break
            value, last = solved.value, solved.prices
            prices = last if best is None else best.toward(last, SMOOTHING)
            found, proved = self._answer(prices)
            if proved > bound or best is None:
                best, bound = prices, max(bound, proved)
            if found == 0:
                found, proved = self._answer(last)
                if proved > bound:
                    best, bound = last, proved
            if bound >= until:
                break
            if found == 0 or value - bound < CLOSE * max(1.0, value):
                return bound, solved.shares
        return bound, []

    def _answer(self, prices: Prices) -> tuple[int, float]:
        """Each tutor's best timetable at these prices: how many are new, and the bound they prove."""
        bound, found = prices.rest, 0
        for tutor in self._tutors:
            price, timetables = tutor.best(self._master.type_of, prices)
            bound += price
            for timetable in timetables:
                found += self._add(tutor, timetable)
        return found, bound

    def _add(self, tutor: "TutorPrices", timetable: Timetable) -> bool:
        if (tutor.index, timetable) in self._known:
            return False
        self._known.add((tutor.index, timetable))
        self._master.add(tutor.index, timetable, tutor.cost(timetable))
        return True


class TutorPrices:
    """What a tutor's timetables cost, and the best of them at given prices."""

    def __init__(self, tables: Tables, tutor: int) -> None:
        self.index, self.groups = tutor, tables.own[tutor]
        self._tables = tables
        self._whole = len(self.groups) <= MOST_GROUPS
        self._gap = float(tables.gap[tutor])
        self._extra = float(tables.extra_day[tutor])
        self._duration: Ints = np.array([tables.durations[group] for group in self.groups])
        self._worked = _worked(tables)
        self._costs = np.full((len(self.groups), len(tables.day_index), tables.slots), NEVER)
        for row, group in enumerate(self.groups):
            home = tables.change.places.get(group)
            leaving = tables.change.weight * (1 + tables.instance.groups[group].people)
            for day, starts in enumerate(tables.starts[group]):
                for start, cost in starts.items():
                    stays = home is None or (home.day, home.start) == (day, start)
                    self._costs[row, day, start] = cost + (0 if stays else leaving)

    def best(self, type_of: list[int], prices: Prices) -> tuple[float, list[Timetable]]:
        """The least price of a timetable, and timetables that have it."""
        priced: Floats = self._costs.copy()
        for row, group in enumerate(self.groups):
            priced[row] -= prices.start[type_of[group]] + prices.day[group][:, None]
        priced[self._costs >= NEVER] = NEVER
        if not self._whole:
            return self._one_by_one(priced)
        places = np.zeros((len(self.groups), 2), np.int64)
        most = self._tables.most[self.index]
        price = cheapest_timetable(priced, self._duration, most, self._gap, self._extra, self._worked, places)
        return (0.0, []) if price >= NEVER else (float(price), [self._timetable(places)])

    def _one_by_one(self, priced: Floats) -> tuple[float, list[Timetable]]:
        flat = priced.reshape(len(self.groups), -1)
        places = np.array([divmod(int(at), self._tables.slots) for at in flat.argmin(axis=1)])
        return float(flat.min(axis=1).sum()), [self._timetable(places)]

    def _timetable(self, places: Ints) -> Timetable:
        return tuple(
            (group, int(day), int(start)) for group, (day, start) in zip(self.groups, places, strict=True)
        )

    def cost(self, timetable: Timetable) -> float:
        """What a timetable costs before rooms and spread."""
        by_day: dict[int, list[tuple[int, int]]] = {}
        cost = 0.0
        for row, (group, day, start) in enumerate(timetable):
            cost += self._costs[row, day, start]
            by_day.setdefault(day, []).append((start, start + self._tables.durations[group]))
        if self._whole:
            cost += self._extra * (len(by_day) - 1)
            cost += self._gap * sum(idle_slots(self._tables.instance, spans) for spans in by_day.values())
        return cost


def _worked(tables: Tables) -> Ints:
    params = tables.instance.params
    worked = np.zeros(tables.slots + 1, np.int64)
    for slot in range(tables.slots):
        worked[slot + 1] = worked[slot] + (not params.lunch_from <= slot < params.lunch_to)
    return worked


def _dearest(tables: Tables) -> float:
    """More than any one tutor can cost."""
    weights, instance = tables.instance.weights, tables.instance
    starts = (cost for by_day in tables.starts for starts in by_day for cost in starts.values())
    session = max(starts, default=0)
    session += max((cost for rooms in tables.rooms for cost, _ in rooms), default=0)
    session += weights.spread + max(tables.extra_day, default=0) + max(tables.gap, default=0) * tables.slots
    session += tables.change.weight * (1 + max((group.people for group in instance.groups), default=0))
    return 1 + session * max((len(groups) for groups in tables.own), default=0)
