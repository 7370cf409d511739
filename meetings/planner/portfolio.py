"""Solving: a first answer at once, then whatever improves it, until time is up or nothing can be better."""

import time
from collections.abc import Callable, Collection, Mapping
from random import Random

from . import first_fit, repair
from .evaluation import evaluate
from .instance import Instance, Solution
from .outcome import Event, Outcome, Unplaced
from .schedule import Schedule
from .tables import Change, Tables


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
    `unplaced`.
    """
    began = time.monotonic()
    deadline = began + seconds
    earlier = Tables(instance).places(previous) if previous is not None else {}
    tables = Tables(instance, Change(earlier, change_weight))
    schedule = Schedule(tables)
    for group, place in earlier.items():
        if schedule.fits(group, place):
            schedule.put(group, place)
    fixed = {tables.group_index[id_] for id_ in pins if id_ in tables.group_index}
    first_fit.fill(schedule)
    repair.place_left_over(
        schedule,
        random=Random(seed),
        fixed=fixed,
        steps=20_000,
        should_stop=lambda: time.monotonic() > deadline or (should_stop is not None and should_stop()),
    )
    solution = tables.solution(schedule.places)
    evaluation = evaluate(instance, solution)
    left_out = [group for index, group in enumerate(instance.groups) if index not in schedule.places]
    passed = time.monotonic() - began
    if on_event is not None:
        on_event(Event("solution", evaluation.cost, 0, passed, len(left_out), solution))
    return Outcome(
        solution=solution,
        cost=evaluation.cost,
        bound=0,
        terms=evaluation.terms,
        seconds=passed,
        unplaced=tuple(Unplaced(group.id, (), "") for group in left_out),
    )
