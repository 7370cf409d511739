"""Solving: a first answer at once, then whatever improves it, until time is up or nothing can be better."""

import threading
import time
from collections.abc import Callable, Collection, Mapping
from random import Random

from . import first_fit, repair
from .evaluation import evaluate
from .instance import Instance, Solution
from .outcome import Event, Outcome, Unplaced
from .schedule import Schedule
from .search import Search
from .tables import Change, Place, Tables

POLL_SECONDS = 0.05
REPAIR_STEPS = 2_000

LOADING_SECONDS = 2
"""Reading the compiled search takes less than that; compiling it, far more, and isn't counted."""

HOT = 0.6
"""The first temperature over the mean cost of a session in the first answer."""

WARM = 0.2
"""The same when that answer is an earlier plan to leave as little as possible."""


def solve(
    instance: Instance,
    *,
    seconds: float,
    seed: int = 0,
    workers: int = 2,
    previous: Solution | None = None,
    change_weight: float = 0,
    pins: Collection[str] = (),
    names: Mapping[str, str] | None = None,
    on_event: Callable[[Event], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Outcome:
    """Place the groups of an instance as well as the given seconds allow.

    `previous` is the plan to start from; each session that leaves it costs `change_weight` points, and as
    many for each person to tell. `pins` are groups that keep their place in it. `on_event` is told of every
    improvement; `should_stop` is asked often. The answer never breaks a hard rule; what finds no place is in
    `unplaced`. With one worker, the same seed gives the same answer.

    The first solve on a machine compiles the search; its seconds begin after that.
    """
    solving = _Solving(
        instance, seconds, seed, workers, previous, change_weight, pins, on_event, should_stop or _never
    )
    return solving.run()


def _never() -> bool:
    return False


class _Solving:
    def __init__(
        self,
        instance: Instance,
        seconds: float,
        seed: int,
        workers: int,
        previous: Solution | None,
        change_weight: float,
        pins: Collection[str],
        on_event: Callable[[Event], None] | None,
        should_stop: Callable[[], bool],
    ) -> None:
        self._began = time.monotonic()
        self._deadline = self._began + seconds
        self._instance, self._seconds, self._seed, self._workers = instance, seconds, seed, workers
        earlier = Tables(instance).places(previous) if previous is not None else {}
        self._tables = Tables(instance, Change(earlier, change_weight))
        self._earlier = earlier
        self._fixed = {
            self._tables.group_index[id_]
            for id_ in pins
            if id_ in self._tables.group_index and self._tables.group_index[id_] in earlier
        }
        self._on_event, self._asked_to_stop = on_event, should_stop
        self._halted = False
        self._bound = 0.0
        self._told = float("inf")
        self._places: Mapping[int, Place] = {}

    def run(self) -> Outcome:
        schedule = self._first_answer()
        self._places = dict(schedule.places)
        self._tell()
        if any(group not in self._fixed for group in range(len(self._tables.durations))):
            self._improve()
        return self._outcome()

    def _stopped(self) -> bool:
        return self._halted or self._asked_to_stop()

    def _first_answer(self) -> Schedule:
        """Keep what still holds of the earlier plan, pins first, and fit the rest in."""
        schedule = Schedule(self._tables)
        for group in sorted(self._earlier, key=lambda group: group not in self._fixed):
            if schedule.fits(group, self._earlier[group]):
                schedule.put(group, self._earlier[group])
        pinned_out = {group for group in self._fixed if group not in schedule.places}
        first_fit.fill(schedule, leaving=pinned_out)
        repair.place_left_over(
            schedule,
            random=Random(self._seed),
            fixed=self._fixed,
            steps=REPAIR_STEPS,
            should_stop=lambda: self._stopped() or time.monotonic() > self._deadline,
        )
        return schedule

    def _improve(self) -> None:
        places = dict(self._places)
        mean = evaluate(self._instance, self._tables.solution(places)).cost / max(1, len(places))
        search = Search(
            self._tables,
            fixed=self._fixed,
            places=places,
            seed=self._seed,
            hot=mean * (WARM if self._earlier else HOT),
            should_stop=self._stopped,
        )
        threads = [threading.Thread(target=self._anneal, args=(search,), daemon=True)]
        threads[0].start()
        seen = 0
        while threads[0].is_alive():
            threads[0].join(POLL_SECONDS)
            if search.version != seen:
                seen, self._places = search.version, search.best
                self._tell()
            if self._stopped():
                self._halted = True
        self._places = search.best
        self._tell()

    def _anneal(self, search: Search) -> None:
        began = time.monotonic()
        search.prepare()
        self._deadline += max(0.0, time.monotonic() - began - LOADING_SECONDS)
        if self._workers == 1:
            search.run_counted(self._seconds, self._deadline)
            return
        others = [
            threading.Thread(target=search.run_timed, args=(chain, self._deadline), daemon=True)
            for chain in range(1, self._workers)
        ]
        for other in others:
            other.start()
        search.run_timed(0, self._deadline)
        for other in others:
            other.join()

    def _tell(self) -> None:
        if self._on_event is None:
            return
        solution = self._tables.solution(self._places)
        cost = evaluate(self._instance, solution).cost + self._change()
        left_out = len(self._tables.durations) - len(self._places)
        rank = cost + left_out * 1e12
        if rank < self._told:
            self._told = rank
            passed = time.monotonic() - self._began
            self._on_event(Event("solution", cost, self._bound, passed, left_out, solution))

    def _change(self) -> float:
        return sum(self._tables.change_cost(group, place) for group, place in self._places.items())

    def _outcome(self) -> Outcome:
        instance = self._instance
        solution = self._tables.solution(self._places)
        evaluation = evaluate(instance, solution)
        moved = [group for group, place in self._earlier.items() if self._places.get(group) != place]
        told = {
            person
            for group in moved
            for person in (*instance.groups[group].interns, *instance.groups[group].teachers)
        }
        return Outcome(
            solution=solution,
            cost=evaluation.cost,
            bound=self._bound,
            terms=evaluation.terms,
            seconds=time.monotonic() - self._began,
            change=self._change(),
            moved=tuple(instance.groups[group].id for group in sorted(moved)),
            told=len(told),
            unplaced=tuple(
                Unplaced(group.id, (), "")
                for index, group in enumerate(instance.groups)
                if index not in self._places
            ),
        )
