"""Best-first search over the windows of the cohorts.

With every window chosen, the programme is within a few percent of the best plan; with all open, a cohort may
be in several windows by parts and pay no spread. So ranges of windows are split until the bound is good.
"""

import heapq
import math
from collections.abc import Callable, Mapping

from ..tables import Place, Tables
from .generation import Generation, Ranges

TOLERANCE = 1e-6


class Branching:
    """`bound` is proved at any time, in points."""

    def __init__(self, tables: Tables, places: Mapping[int, Place], until: float) -> None:
        """`places` is a plan to start from; no programme is solved past `until` (monotonic clock)."""
        self._generation = Generation(tables, until)
        self._generation.start_from(places)
        self._whole = (
            all(float(weight).is_integer() for weight in tables.instance.weights)
            and float(tables.change.weight).is_integer()
        )
        self.bound = 0.0
        self.nodes = 0

    def run(
        self,
        best_cost: Callable[[], float],
        should_stop: Callable[[], bool],
        tell: Callable[[float], None],
    ) -> None:
        """Raise the bound until it reaches the best cost known, can't rise any more, or should stop."""
        every: Ranges = tuple((0, count - 1) for count in self._generation.windows)
        waiting: list[tuple[float, int, Ranges]] = [(0.0, 0, every)]
        least_leaf = math.inf
        while waiting and not should_stop():
            known, _, windows = heapq.heappop(waiting)
            if known >= least_leaf:
                break
            proved, shares = self._generation.bound(windows, until=best_cost(), should_stop=should_stop)
            self.nodes += 1
            proved = max(known, self._rounded(proved))
            if proved < best_cost():
                if not shares:
                    break
                parts = _split(windows, shares)
                if not parts:
                    least_leaf = min(least_leaf, proved)
                for part in parts:
                    heapq.heappush(waiting, (proved, self.nodes * 2 + len(waiting), part))
            least = min(least_leaf, best_cost(), waiting[0][0] if waiting else math.inf)
            if least > self.bound:
                self.bound = least
                tell(least)

    def _rounded(self, bound: float) -> float:
        """Where every weight is whole, so is every cost."""
        return math.ceil(bound - TOLERANCE) if self._whole else bound - TOLERANCE


def _split(windows: Ranges, shares: list[list[float]]) -> list[Ranges]:
    """Two halves of the range of the cohort whose windows are farthest apart; none when all are chosen."""
    widest, where, cut = TOLERANCE, None, 0
    for cohort, parts in enumerate(shares):
        mean = sum(index * share for index, share in enumerate(parts))
        apart = sum((index - mean) ** 2 * share for index, share in enumerate(parts))
        if apart > widest:
            widest, where, cut = apart, cohort, math.floor(mean)
    if where is None:
        return []
    first, last = windows[where]
    cut = min(max(cut, first), last - 1)
    low, high = (first, cut), (cut + 1, last)
    return [(*windows[:where], half, *windows[where + 1 :]) for half in (low, high)]
