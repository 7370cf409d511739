"""Running the compiled search in threads: temperatures, budgets, and the best plan any of them has met."""

import threading
import time
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from .tables import Place, Tables

if TYPE_CHECKING:
    from .annealing.annealer import Annealer

WORK_PER_SECOND = 25_000_000
"""Places looked at per second allowed to a lone worker: well below what one core does, so that the same seed
gives the same answer before its time is up."""

LONE_CHUNKS = 400
CHUNK_SECONDS = 0.05
FIRST_CHUNK = 500_000
COOLING = 10
"""The first temperature over the last one."""


class Search:
    """Chains of simulated annealing on one instance.

    `hot` is their first temperature, in points. `best`, its scaled cost and its version may be read any time.
    """

    def __init__(
        self,
        tables: Tables,
        *,
        fixed: Collection[int],
        places: Mapping[int, Place],
        seed: int,
        hot: float,
        should_stop: Callable[[], bool],
    ) -> None:
        self._tables, self._fixed, self._seed = tables, fixed, seed
        self._start = dict(places)
        self._hot = hot
        self._should_stop = should_stop
        self._lock = threading.Lock()
        self.best = dict(places)
        self.best_cost: int | None = None
        self.version = 0

    def prepare(self) -> None:
        """Compile, or read what was compiled before; half a second then, some twenty the first time."""
        from .annealing.annealer import prepare

        self._problem, self._scale = prepare(self._tables, self._fixed)

    def run_timed(self, chain: int, until: float) -> None:
        """Anneal until a moment (monotonic clock), cooling as time passes."""
        annealer = self._chain(chain)
        began = now = time.monotonic()
        work = FIRST_CHUNK
        while now < until and not self._should_stop():
            passed = (now - began) / (until - began)
            annealer.run(self._hot * COOLING**-passed, work)
            self.offer(annealer.best_cost, annealer.best)
            then, now = now, time.monotonic()
            work = int(work * min(4.0, max(0.25, CHUNK_SECONDS / max(1e-4, now - then))))

    def run_counted(self, seconds: float) -> None:
        """Anneal through a fixed amount of work, cooling as it is done: same seed, same plan.

        It normally takes less than the seconds. They are computing time, so that other work on the machine
        doesn't change the answer; past twice as much waiting it stops all the same.
        """
        annealer = self._chain(0)
        latest, most = time.monotonic() + 2 * seconds, time.thread_time() + seconds
        work = max(1, int(seconds * WORK_PER_SECOND / LONE_CHUNKS))
        for step in range(LONE_CHUNKS):
            if self._should_stop() or time.monotonic() >= latest or time.thread_time() >= most:
                break
            annealer.run(self._hot * COOLING ** (-step / LONE_CHUNKS), work)
            self.offer(annealer.best_cost, annealer.best)

    def offer(self, cost: int, places: Callable[[], Mapping[int, Place]]) -> None:
        """Keep a plan if it is better than the best so far."""
        with self._lock:
            if self.best_cost is None or cost < self.best_cost:
                self.best_cost, self.best = cost, dict(places())
                self.version += 1

    def adopt(self, places: Mapping[int, Place], points: float) -> None:
        """Keep a whole plan found by other means if it is better than the best so far."""
        self.offer(round(points * self._scale), lambda: places)

    def _chain(self, chain: int) -> "Annealer":
        from .annealing.annealer import Annealer

        return Annealer(self._tables, self._problem, self._scale, self._start, self._seed * 64 + chain)
