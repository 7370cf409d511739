"""Whether groups can be placed at all, hard rules only: by hand, by prices, by the search, by CP-SAT."""

import time
from collections.abc import Callable, Mapping
from random import Random

from . import first_fit, repair
from .options import options_of
from .schedule import Schedule
from .shortage import worth
from .tables import Place, Tables
from .verdict import Verdict

REPAIR_STEPS = 20
WORK = 10_000
"""How many places a group the search looks at in one go."""

PRICING_SECONDS = 2.0

SEARCHING = 0.15
"""The share of the time given to the search when prices prove nothing."""

TEMPERATURE = 0.1
"""How warm the search is, in groups left out."""

NOTHING: Mapping[int, Place] = {}


def examine(
    tables: Tables,
    *,
    pinned: Mapping[int, Place] = NOTHING,
    near: Mapping[int, Place] = NOTHING,
    seconds: float = 0,
    should_stop: Callable[[], bool] = lambda: False,
) -> Verdict:
    """Try to place every group, the pinned ones where they are; `near` is a plan that may nearly do.

    Without seconds, only what takes a moment is tried.
    """
    options = options_of(tables, pinned)
    nowhere = [group for group, option in enumerate(options) if not option.rooms or not any(option.starts)]
    if nowhere:
        return Verdict(culprits=(nowhere[0],))
    began = time.monotonic()
    places = _placed_by_hand(tables, pinned, near)
    if len(places) == len(options):
        return Verdict(places=places)
    search = _Search(tables, pinned, places)
    if search.run(lambda: True):
        return Verdict(places=search.places)
    from .programme import Programme

    prices = Programme(tables, options, whole=False).prices(PRICING_SECONDS)
    if prices is not None:
        paying = tuple(group for group, paid in enumerate(worth(tables, options, prices)) if paid > 0)
        return Verdict(culprits=paying, prices=prices)
    if seconds == 0:
        return Verdict()
    if search.run(lambda: time.monotonic() - began > SEARCHING * seconds or should_stop()):
        return Verdict(places=search.places)
    return Programme(tables, options, whole=True).decide(began + seconds - time.monotonic())


def _placed_by_hand(
    tables: Tables, pinned: Mapping[int, Place], near: Mapping[int, Place]
) -> Mapping[int, Place]:
    schedule = Schedule(tables)
    others = {group: place for group, place in near.items() if group not in pinned}
    for group, place in (*pinned.items(), *others.items()):
        if schedule.fits(group, place):
            schedule.put(group, place)
    unpinned = pinned.keys() - schedule.places.keys()
    first_fit.fill(schedule, leaving=unpinned)
    repair.place_left_over(
        schedule, random=Random(0), fixed=pinned, steps=REPAIR_STEPS, should_stop=lambda: False
    )
    return dict(schedule.places)


class _Search:
    """The compiled search, with nothing to gain but places."""

    def __init__(self, tables: Tables, pinned: Mapping[int, Place], places: Mapping[int, Place]) -> None:
        from .annealing.annealer import Annealer, prepare

        self._groups = len(tables.durations)
        problem, scale = prepare(tables, pinned)
        self._annealer = Annealer(tables, problem, scale, places, seed=0)
        self.places = places

    def run(self, enough: Callable[[], bool]) -> bool:
        """Whether all groups have found a place before it was enough, asked every now and then."""
        while True:
            self._annealer.run(TEMPERATURE, WORK * self._groups)
            self.places = self._annealer.best()
            if len(self.places) == self._groups or enough():
                return len(self.places) == self._groups
