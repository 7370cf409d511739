"""Best-first search over parts of all plans.

With every window chosen, the programme is within a few percent of the best plan; with all open, a cohort may
be in several windows by parts and pay no spread. So ranges of windows are split first, then the days of
groups that are on several by parts; what is left then is finished exactly.
"""

import heapq
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from ..tables import Place, Tables
from .generation import Generation, NodeBound
from .master import Limits, Range

TOLERANCE = 1e-6

FINISHING_SECONDS = 20

NARROW, NARROWER, EARLY_SECONDS = 5, 0.75, 3
"""A part whose bound is so few points below the next better cost may be finished early.

When that takes longer than it may, only narrower ones are tried from then on.
"""


class Branching:
    """`bound` is proved at any time, in points."""

    def __init__(self, tables: Tables, places: Mapping[int, Place], until: float) -> None:
        """`places` is a plan to start from; no programme is solved past `until` (monotonic clock)."""
        self._tables, self._until = tables, until
        self._generation = Generation(tables, until)
        self._generation.start_from(places)
        self._whole = (
            all(float(weight).is_integer() for weight in tables.instance.weights)
            and float(tables.change.weight).is_integer()
        )
        self.bound = 0.0
        self.nodes = 0
        self._waiting = [(0.0, 0, self._everything())]
        self._postponed: list[tuple[float, int, Limits]] = []
        self._pushed = 0
        self._narrow: float = NARROW

    def run(
        self,
        best_cost: Callable[[], float],
        should_stop: Callable[[], bool],
        tell: Callable[[float], None],
        offer: Callable[[Mapping[int, Place]], None],
    ) -> None:
        """Raise the bound until it reaches the best cost known, can't rise any more, or should stop.

        What can't be finished is postponed: run again, once the best cost is lower, that may be easy.
        """
        self._waiting += self._postponed
        self._postponed = []
        heapq.heapify(self._waiting)
        while self._waiting and not should_stop():
            known, rank, limits = heapq.heappop(self._waiting)
            if known < best_cost():
                node = self._generation.bound(limits, until=best_cost(), should_stop=should_stop)
                if node is None:
                    heapq.heappush(self._waiting, (known, rank, limits))
                    return
                self.nodes += 1
                proved = max(known, self._rounded(node.bound))
                if proved < best_cost():
                    parts = self._parts(node, limits, best_cost(), offer)
                    if parts is None:
                        self._postponed.append((proved, rank, limits))
                    for part in parts or ():
                        self._pushed += 1
                        heapq.heappush(self._waiting, (proved, self._pushed, part))
            self._raise(best_cost(), tell)

    def _raise(self, best_cost: float, tell: Callable[[float], None]) -> None:
        left = [known for known, _, _ in (*self._waiting, *self._postponed)]
        least = min([best_cost, *left])
        if self.bound < least < math.inf:
            self.bound = least
            tell(least)

    def _everything(self) -> Limits:
        days = (0, len(self._tables.day_index) - 1)
        windows = tuple((0, count - 1) for count in self._generation.windows)
        return Limits(windows, (days,) * len(self._tables.durations))

    def _parts(
        self,
        node: NodeBound,
        limits: Limits,
        best_cost: float,
        offer: Callable[[Mapping[int, Place]], None],
    ) -> list[Limits] | None:
        """What remains to be bounded instead of a node: nothing once its best plan is known, else two halves.

        None when it can't be split any more.
        """
        if node.optimum is None:
            return None
        slack = best_cost - 1 - node.bound
        if slack < self._narrow:
            if self._finished(node, limits, best_cost, offer, EARLY_SECONDS):
                return []
            self._narrow = NARROWER * slack
        torn = _most_torn([dict(enumerate(parts)) for parts in node.optimum.windows])
        if torn is not None:
            low, high = _halves(limits.windows, *torn)
            return [replace(limits, windows=low), replace(limits, windows=high)]
        by_group: list[dict[int, float]] = [{} for _ in limits.days]
        for (group, day), share in node.optimum.days.items():
            by_group[group][day] = share
        torn = _most_torn(by_group)
        if torn is None:
            return [] if self._finished(node, limits, best_cost, offer, FINISHING_SECONDS) else None
        low, high = _halves(limits.days, *torn)
        return [replace(limits, days=low), replace(limits, days=high)]

    def _finished(
        self,
        node: NodeBound,
        limits: Limits,
        best_cost: float,
        offer: Callable[[Mapping[int, Place]], None],
        seconds: float,
    ) -> bool:
        """Whether the best plan of a node is known, offered if it beats the best cost."""
        from .finishing import finish

        left = self._until - time.monotonic()
        if not self._whole or left <= 0:
            return False
        finished = finish(self._tables, node, limits, best_cost, min(left, seconds))
        if finished is None:
            return False
        if finished.places is not None:
            offer(finished.places)
        return True

    def _rounded(self, bound: float) -> float:
        """Where every weight is whole, so is every cost."""
        return math.ceil(bound - TOLERANCE) if self._whole and math.isfinite(bound) else bound - TOLERANCE


def _most_torn(shares: list[dict[int, float]]) -> tuple[int, int] | None:
    """Which distribution has the greatest variance, and below which value to cut it."""
    widest, found = TOLERANCE, None
    for index, parts in enumerate(shares):
        mean = sum(value * share for value, share in parts.items())
        variance = sum((value - mean) ** 2 * share for value, share in parts.items())
        if variance > widest:
            widest, found = variance, (index, math.floor(mean))
    return found


def _halves(ranges: tuple[Range, ...], where: int, cut: int) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    first, last = ranges[where]
    cut = min(max(cut, first), last - 1)
    before, after = ranges[:where], ranges[where + 1 :]
    return (*before, (first, cut), *after), (*before, (cut + 1, last), *after)
