"""Whether groups can be placed at all, hard rules only: by hand, by prices, by cuts, by the search, whole."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from random import Random

from . import first_fit, repair
from .options import Options, options_of
from .schedule import Schedule
from .shortage import worth
from .tables import Place, Tables
from .verdict import Verdict

REPAIR_STEPS = 20
WORK = 10_000
"""How many places a group the search looks at in one go."""

PRICING_SECONDS = 2.0

SEARCHING = 0.05
"""The share of the time given to the search when prices prove nothing."""

CUTS, CUT_SECONDS = 4, 3.0
"""How often the rooms' days are cut anew, and how long seating the groups may take each time."""

MOMENT = 0.5
"""Seconds that seating them is given however little is left."""

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
    places = placed_by_hand(tables, pinned, near)
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
    ends = began + seconds
    places = fullest(
        tables, options, search.places, cuts=CUTS if seconds else 1, until=ends, should_stop=should_stop
    )
    if len(places) == len(options):
        return Verdict(places=places)
    if seconds == 0:
        return Verdict()
    if search.run(lambda: time.monotonic() - began > SEARCHING * seconds or should_stop()):
        return Verdict(places=search.places)
    return Programme(tables, options, whole=True).decide(ends - time.monotonic())


def fullest(
    tables: Tables,
    options: Sequence[Options],
    places: Mapping[int, Place],
    *,
    cuts: int,
    until: float = math.inf,
    should_stop: Callable[[], bool],
) -> Mapping[int, Place]:
    """The fullest plan among one given and those from cutting the rooms' days a few times, one at least.

    `until` is on the monotonic clock.
    """
    from .cutting import seated

    random = Random(0)
    for cut in range(cuts):
        if len(places) == len(options) or (cut and (time.monotonic() > until or should_stop())):
            break
        seconds = min(CUT_SECONDS, max(MOMENT, until - time.monotonic()))
        places = max(places, seated(tables, options, random, seconds=seconds), key=len)
    return places


def placed_by_hand(
    tables: Tables, pinned: Mapping[int, Place], near: Mapping[int, Place]
) -> Mapping[int, Place]:
    """What still holds of a plan that may nearly do, pinned groups first, and the others where they fit."""
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
