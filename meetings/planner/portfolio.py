"""Solving: a first answer at once, then whatever improves it, until time is up or nothing can be better."""

import math
import threading
import time
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from . import repair
from .evaluation import evaluate
from .facts import Speaker
from .first_answer import first_answer
from .instance import Instance, Solution
from .nearer import brought_nearer
from .outcome import Conflict, Event, Outcome, Unplaced
from .relaxations import explain_left_out
from .schedule import Schedule
from .search import Search
from .tables import Change, Place, Tables

if TYPE_CHECKING:
    from .bounds.branching import Branching

POLL_SECONDS = 0.05
LOADING_SECONDS = 2
"""Reading the compiled search takes less than that; compiling it, far more, and isn't counted."""

PATIENCE = 0.5
"""Seconds after its time that a proof under way may still take."""

MIDDLING, LONG_SECONDS = 150, 30
"""Up to so many groups, a run that long proves throughout; other runs do for a share of the time."""

PROVING, MOST_PROVED = 0.2, 600
"""Beyond so many groups the programme doesn't fit in a run's time; the quick bound has to do."""

SPELL = 0.06
"""The share of a long run that a short search between proofs takes."""

CONFLICT_SECONDS, CONFLICT_MARGIN, MOST_ASKED = 9.4, 1.2, 400
"""How long after the start a conflict is waited for, how much sooner its search ends, for how many groups."""

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
    improvement, and of a conflict as soon as it is known; `should_stop` is asked a few times a second; both
    in the calling thread. The answer never breaks a hard rule; what finds no place is in `unplaced`. With one
    worker, the same seed gives the same answer.

    The first solve on a machine compiles the search; its seconds begin after that.
    """
    stop = should_stop or _never
    return _Solving(
        instance, seconds, seed, workers, previous, change_weight, pins, names, on_event, stop
    ).run()


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
        names: Mapping[str, str] | None,
        on_event: Callable[[Event], None] | None,
        should_stop: Callable[[], bool],
    ) -> None:
        self._began = time.monotonic()
        self._deadline = self._began + seconds
        self._instance, self._seconds, self._seed, self._workers = instance, seconds, seed, workers
        earlier = Tables(instance).places(previous) if previous is not None else {}
        self._tables = Tables(instance, Change(earlier, change_weight))
        self._earlier = earlier
        self._groups = range(len(instance.groups))
        self._fixed = {
            self._tables.group_index[id_]
            for id_ in pins
            if id_ in self._tables.group_index and self._tables.group_index[id_] in earlier
        }
        self._names, self._on_event, self._asked_to_stop = names, on_event, should_stop
        self._halted, self._last_asked = False, -math.inf
        self._bound = 0.0
        self._told: tuple[float, float] = (math.inf, math.inf)
        self._told_bound = 0.0
        self._conflict_told = False
        self._places: Mapping[int, Place] = {}
        self._asking: threading.Thread | None = None
        self._reason: Conflict | Mapping[int, Place] | None = None

    def run(self) -> Outcome:
        schedule = first_answer(self._tables, fixed=self._fixed, seed=self._seed, should_stop=self._must_stop)
        self._places = dict(schedule.places)
        self._tell()
        if not self._whole():
            self._asking = threading.Thread(target=self._ask_why, daemon=True)
            self._asking.start()
        if any(group not in self._fixed and self._tables.can_meet(group) for group in self._groups):
            self._improve()
        if self._asking is not None:
            self._wait_for_reason(self._asking)
            self._adopt_possible()
        if self._earlier:
            self._places = brought_nearer(self._tables, self._places, self._earlier, self._fixed)
            self._tell()
        return self._outcome()

    def _ask_why(self) -> None:
        """Look for a conflict, or for places for all groups."""
        from .conflicts import find_conflict

        instance = self._instance
        if len(instance.groups) > MOST_ASKED:
            return
        left_out = [group.id for index, group in enumerate(instance.groups) if index not in self._places]
        self._reason = find_conflict(
            instance,
            left_out,
            seconds=CONFLICT_SECONDS - CONFLICT_MARGIN - (time.monotonic() - self._began),
            near=self._tables.solution(self._places),
            pinned=self._tables.solution({group: self._earlier[group] for group in self._fixed}),
            names=self._names,
            should_stop=lambda: self._halted or self._whole(),
        )

    def _wait_for_reason(self, asking: threading.Thread) -> None:
        while asking.is_alive() and not self._halted and time.monotonic() < self._began + CONFLICT_SECONDS:
            asking.join(POLL_SECONDS)
            self._halted = self._asked_to_stop()

    def _adopt_possible(self) -> None:
        if isinstance(self._reason, Mapping) and len(self._places) < len(self._reason):
            self._places = self._reason
            self._tell()

    def _whole(self) -> bool:
        return len(self._places) == len(self._groups)

    def _halted_now(self) -> bool:
        """What the threads look at; only the calling thread asks `should_stop`."""
        return self._halted

    def _must_stop(self) -> bool:
        """Whether the caller wants an end, asked a few times a second, or time is up."""
        now = time.monotonic()
        if now - self._last_asked > POLL_SECONDS:
            self._last_asked = now
            self._halted = self._halted or self._asked_to_stop()
        return self._halted or now > self._deadline

    def _improve(self) -> None:
        places = dict(self._places)
        mean = evaluate(self._instance, self._tables.solution(places)).cost / max(1, len(places))
        search = Search(
            self._tables,
            fixed=self._fixed,
            places=places,
            seed=self._seed,
            hot=mean * (WARM if self._earlier else HOT),
            should_stop=self._halted_now,
        )
        working = threading.Thread(target=self._work, args=(search,), daemon=True)
        working.start()
        seen: tuple[int, float, object] = 0, 0.0, None
        while working.is_alive():
            working.join(POLL_SECONDS)
            now = search.version, self._bound, self._reason
            if now != seen:
                seen, self._places = now, search.best
                self._tell()
            if self._asked_to_stop() or self._proved():
                self._halted = True
        self._places = search.best
        self._tell()

    def _work(self, search: Search) -> None:
        began = time.monotonic()
        search.prepare()
        self._deadline += max(0.0, time.monotonic() - began - LOADING_SECONDS)
        if self._workers == 1:
            search.run_counted(self._seconds)
            self._prove(search, self._deadline)
            return
        others = [
            threading.Thread(target=self._prove_then_anneal, args=(search, chain), daemon=True)
            for chain in range(1, self._workers)
        ]
        for other in others:
            other.start()
        search.run_timed(0, self._deadline)
        for other in others:
            other.join(max(0.0, self._deadline + PATIENCE - time.monotonic()))

    def _prove_then_anneal(self, search: Search, chain: int) -> None:
        if chain == 1 and self._asking is not None:
            self._asking.join()
            if isinstance(self._reason, Mapping):
                search.adopt(self._reason, self._total(self._reason))
        elif chain == 1:
            groups = len(self._tables.durations)
            if self._seconds >= LONG_SECONDS and groups <= MIDDLING:
                self._prove_throughout(search)
            else:
                left = self._deadline - time.monotonic()
                self._prove(search, time.monotonic() + PROVING * left)
        search.run_timed(chain, self._deadline)

    def _prove_throughout(self, search: Search) -> None:
        """Prove by turns with short searches: the better the best plan, the less there is to prove."""
        branching = None
        turn = 0
        while not self._halted and not self._proved() and time.monotonic() < self._deadline:
            spell = time.monotonic() + SPELL * self._seconds
            search.run_timed(1 + self._workers * turn, min(spell, self._deadline))
            branching = self._prove(search, self._deadline, branching)
            turn += 1

    def _prove(
        self, search: Search, until: float, branching: "Branching | None" = None
    ) -> "Branching | None":
        """Raise the proved bound until a moment, or as far as it goes with the best plan there is."""
        from .bounds.branching import Branching
        from .bounds.quick import quick_bound

        if branching is None:
            self._bound = max(self._bound, quick_bound(self._tables))
            if len(self._tables.durations) > MOST_PROVED:
                return None
            branching = Branching(self._tables, search.best, until)

        def raised(bound: float) -> None:
            self._bound = max(self._bound, bound)

        least = math.inf

        def offered(places: Mapping[int, Place]) -> None:
            """A lone worker leaves it: when a proof ends depends on the clock, its answer doesn't."""
            nonlocal least
            least = min(least, self._total(places))
            if self._workers > 1:
                search.adopt(places, least)

        branching.run(
            lambda: min(least, self._total(search.best)),
            lambda: self._halted or time.monotonic() >= until,
            raised,
            offered,
        )
        return branching

    def _proved(self) -> bool:
        return self._bound >= self._total(self._places)

    def _total(self, places: Mapping[int, Place]) -> float:
        """The cost of a whole plan; infinite while a group is left out."""
        if len(places) < len(self._tables.durations):
            return math.inf
        return self._cost(places)

    def _cost(self, places: Mapping[int, Place]) -> float:
        """The cost of those who have a place, with what leaving the earlier plan costs."""
        cost = evaluate(self._instance, self._tables.solution(places)).cost
        return cost + self._tables.whole_change_cost(places)

    def _tell(self) -> None:
        """Tell of a better plan or a better bound, and once of a conflict."""
        if self._on_event is None:
            return
        cost, bound, reason = self._cost(self._places), self._bound, self._reason
        left_out = len(self._tables.durations) - len(self._places)

        def told(kind: str, conflict: Conflict | None = None) -> Event:
            shown = min(bound, cost) if left_out == 0 else 0.0
            passed = time.monotonic() - self._began
            solution = self._tables.solution(self._places)
            return Event(kind, cost, shown, passed, left_out, solution, conflict)

        better = (left_out, cost) < self._told
        if better or bound > self._told_bound:
            self._told, self._told_bound = (left_out, cost), bound
            self._on_event(told("solution" if better else "bound"))
        if isinstance(reason, Conflict) and left_out and not self._conflict_told:
            self._conflict_told = True
            self._on_event(told("conflict", reason))

    def _outcome(self) -> Outcome:
        instance = self._instance
        solution = self._tables.solution(self._places)
        evaluation = evaluate(instance, solution)
        change = self._tables.whole_change_cost(self._places)
        conflict = self._reason if isinstance(self._reason, Conflict) and not self._whole() else None
        moved = [group for group, place in self._earlier.items() if self._places.get(group) != place]
        told = {
            person
            for group in moved
            for person in (*instance.groups[group].interns, *instance.groups[group].teachers)
        }
        return Outcome(
            solution=solution,
            cost=evaluation.cost,
            bound=min(self._bound, evaluation.cost + change) if self._whole() else 0.0,
            terms=evaluation.terms,
            seconds=time.monotonic() - self._began,
            change=change,
            moved=tuple(instance.groups[group].id for group in sorted(moved)),
            told=len(told),
            unplaced=self._left_out(conflict),
            conflict=conflict,
        )

    def _left_out(self, conflict: Conflict | None) -> tuple[Unplaced, ...]:
        missing = [group for group in range(len(self._tables.durations)) if group not in self._places]
        if not missing:
            return ()
        schedule = Schedule(self._tables)
        repair.restore(schedule, dict(self._places))
        return explain_left_out(schedule, missing, conflict, Speaker(self._instance, self._names))
