"""The first plan of a solve: what a careful secretary does by hand, then whatever places who is left over."""

from collections.abc import Callable, Collection
from random import Random

from . import first_fit, repair
from .schedule import Schedule
from .tables import Tables

REPAIR_STEPS, FEW_STEPS = 2_000, 400
"""How often a group left out is put somewhere; few steps do where the rooms' days can be cut anew instead."""

CUTS, MOST_CUT = 4, 400
"""How often the rooms' days are cut anew, for how many groups."""


def first_answer(
    tables: Tables, *, fixed: Collection[int], seed: int, should_stop: Callable[[], bool]
) -> Schedule:
    """Keep what still holds of the earlier plan, pins (`fixed`) first, and fit the rest in."""
    earlier = tables.change.places
    everybody = len(tables.durations)
    steps = FEW_STEPS if everybody <= MOST_CUT else REPAIR_STEPS

    def fit_in(schedule: Schedule, pinned_out: Collection[int]) -> None:
        first_fit.fill(schedule, leaving=pinned_out)
        repair.place_left_over(
            schedule, random=Random(seed), fixed=fixed, steps=steps, should_stop=should_stop
        )

    schedule = Schedule(tables)
    for group in sorted(earlier, key=lambda group: group not in fixed):
        if schedule.fits(group, earlier[group]):
            schedule.put(group, earlier[group])
    pinned_out = {group for group in fixed if group not in schedule.places}
    fit_in(schedule, pinned_out)
    if earlier and len(schedule.places) < everybody:
        afresh = Schedule(tables)
        for group in set(fixed) - pinned_out:
            afresh.put(group, schedule.places[group])
        fit_in(afresh, pinned_out)
        if len(afresh.places) > len(schedule.places):
            repair.restore(schedule, afresh.places)
    if len(schedule.places) < everybody <= MOST_CUT:
        _cut_anew(schedule, fixed, should_stop)
    return schedule


def _cut_anew(schedule: Schedule, fixed: Collection[int], should_stop: Callable[[], bool]) -> None:
    """Where moving sessions leaves some out, look for a fuller plan by cutting the rooms' days."""
    from .feasibility import fullest
    from .options import options_of

    tables = schedule.tables
    options = options_of(tables, {group: tables.change.places[group] for group in fixed})
    places = fullest(tables, options, schedule.places, cuts=CUTS, should_stop=should_stop)
    repair.restore(schedule, dict(places))
