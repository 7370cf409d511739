"""Column generation: tutors answer prices with their best timetables until none improves the programme."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from ..evaluation import idle_slots
from ..tables import Place, Tables
from .master import Limits, Master, Optimum, Prices, Timetable, co_tutors
from .timetables import MOST_GROUPS, NEVER, Floats, Ints, cheapest_timetable

CLOSE = 1e-4
"""How close to its programme's value a bound is good enough."""

SMOOTHING = 0.5
"""How far prices go from the best ones so far toward those of the last programme."""


@dataclass(frozen=True, slots=True)
class NodeBound:
    """A bound, the prices that prove it, and the programme's optimum when it was reached."""

    bound: float
    prices: Prices
    optimum: Optimum | None = None


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

    def bound(self, limits: Limits, *, until: float, should_stop: Callable[[], bool]) -> NodeBound | None:
        """What a plan within limits costs at least.

        Stops early, with a lower bound and no optimum, when asked to; and when the bound reaches `until`.
        None when not even one programme could be solved.
        """
        self._master.allow(limits)
        best: NodeBound | None = None
        while not should_stop():
            solved = self._master.solve()
            if solved is None:
                break
            last = solved.prices
            found, proved = self._answer(last, limits)
            if best is None or proved > best.bound:
                best = NodeBound(proved, last)
            else:
                between = best.prices.toward(last, SMOOTHING)
                more, proved = self._answer(between, limits)
                found += more
                if proved > best.bound:
                    best = NodeBound(proved, between)
            if best.bound >= until:
                break
            if found == 0 or solved.value - best.bound < CLOSE * max(1.0, solved.value):
                return replace(best, optimum=solved)
        return best

    def _answer(self, prices: Prices, limits: Limits) -> tuple[int, float]:
        """Each tutor's best timetable at these prices: how many are new, and the bound they prove."""
        bound, found = prices.rest, 0
        for tutor in self._tutors:
            price, timetables = tutor.best(self._master.type_of, prices, limits)
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
        self._co_tutors = co_tutors(tables)
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

    def best(
        self, type_of: list[int], prices: Prices, limits: Limits | None = None
    ) -> tuple[float, list[Timetable]]:
        """The least price of a timetable, and timetables that have it."""
        priced = self._priced(type_of, prices, limits)
        if not self._whole:
            return self._one_by_one(priced)
        places = np.zeros((len(self.groups), 2), np.int64)
        most = self._tables.most[self.index]
        price = cheapest_timetable(priced, self._duration, most, self._gap, self._extra, self._worked, places)
        return (math.inf, []) if price >= NEVER else (float(price), [self._timetable(places)])

    def _priced(self, type_of: list[int], prices: Prices, limits: Limits | None) -> Floats:
        priced: Floats = self._costs.copy()
        for row, group in enumerate(self.groups):
            priced[row] -= prices.start[type_of[group]] + prices.day[group][:, None]
            for teacher in self._co_tutors.intersection(self._tables.teachers[group]):
                priced[row] -= prices.full[teacher][:, None]
                before = np.zeros((len(prices.full[teacher]), self._tables.slots + 1))
                before[:, 1:] = prices.slot[teacher].cumsum(axis=1)
                length = self._tables.durations[group]
                priced[row, :, : self._tables.slots - length + 1] -= before[:, length:] - before[:, :-length]
            if limits is not None:
                first, last = limits.days[group]
                priced[row, :first] = priced[row, last + 1 :] = NEVER
        priced[self._costs >= NEVER] = NEVER
        return priced

    def within(
        self, type_of: list[int], prices: Prices, limits: Limits, slack: float, most: int, until: float
    ) -> list[Timetable] | None:
        """Every timetable whose price is within a slack of the least.

        None when there are more than `most`, or not all are known at the moment `until` (monotonic seconds).
        """
        if not self._whole:
            return None
        least, _ = self.best(type_of, prices, limits)
        priced = self._priced(type_of, prices, limits)
        cells = []
        for row in range(len(self.groups)):
            days, starts = np.nonzero(priced[row] < NEVER)
            options = zip(priced[row][days, starts].tolist(), days.tolist(), starts.tolist(), strict=True)
            cells.append(sorted(options))
        found = []
        try:
            for timetable in self._below(least + slack + CLOSE, cells, until):
                found.append(timetable)
                if len(found) > most:
                    return None
        except TimeoutError:
            return None
        return found

    def _below(
        self, limit: float, cells: list[list[tuple[float, int, int]]], until: float
    ) -> Iterator[Timetable]:
        """Timetables that price less than a limit, sessions from their cheapest places on.

        Raises TimeoutError past `until`.
        """
        least = [options[0][0] if options else NEVER for options in cells]
        most = self._tables.most[self.index]

        def extend(held: Timetable, price: float) -> Iterator[Timetable]:
            row = len(held)
            if row == len(cells):
                if price + self._day_cost(held) <= limit:
                    yield held
                return
            if monotonic() > until:
                raise TimeoutError
            rest = sum(least[row + 1 :])
            length = self._tables.durations[self.groups[row]]
            for cost, day, start in cells[row]:
                if price + cost + rest > limit:
                    break
                days = {d for _, d, _ in held} | {day}
                if price + cost + rest + self._extra * (len(days) - 1) > limit:
                    continue
                same = [(g, s) for g, d, s in held if d == day]
                apart = all(s >= start + length or start >= s + self._tables.durations[g] for g, s in same)
                if apart and len(same) < most:
                    yield from extend((*held, (self.groups[row], day, start)), price + cost)

        return extend((), 0.0)

    def _one_by_one(self, priced: Floats) -> tuple[float, list[Timetable]]:
        flat = priced.reshape(len(self.groups), -1)
        places = np.array([divmod(int(at), self._tables.slots) for at in flat.argmin(axis=1)])
        least = float(flat.min(axis=1).sum())
        return (math.inf, []) if least >= NEVER else (least, [self._timetable(places)])

    def _timetable(self, places: Ints) -> Timetable:
        return tuple(
            (group, int(day), int(start)) for group, (day, start) in zip(self.groups, places, strict=True)
        )

    def cost(self, timetable: Timetable) -> float:
        """What a timetable costs before rooms and spread."""
        cost = sum(float(self._costs[row, day, start]) for row, (_, day, start) in enumerate(timetable))
        return cost + (self._day_cost(timetable) if self._whole else 0.0)

    def _day_cost(self, timetable: Timetable) -> float:
        """Extra days and gaps."""
        by_day: dict[int, list[tuple[int, int]]] = {}
        for group, day, start in timetable:
            by_day.setdefault(day, []).append((start, start + self._tables.durations[group]))
        idle = sum(idle_slots(self._tables.instance, spans) for spans in by_day.values())
        return self._extra * (len(by_day) - 1) + self._gap * idle


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
