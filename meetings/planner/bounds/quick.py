"""A bound in no time: every tutor's best timetable as if the rooms were free and nothing were spread."""

import numpy as np

from ..tables import Tables, span
from .generation import TutorPrices
from .master import Prices, types_of


def quick_bound(tables: Tables) -> float:
    """A bound on the cost of every plan, in points; infinite when some tutor's groups can't be placed."""
    type_of = types_of(tables)
    start = np.zeros((max(type_of, default=0) + 1, len(tables.day_index), tables.slots))
    for kind, group in {kind: group for group, kind in enumerate(type_of)}.items():
        length = tables.durations[group]
        for day in range(len(tables.day_index)):
            for at in range(tables.slots - length + 1):
                mask = span(at, length)
                closed = tables.closed
                costs = (cost for cost, room in tables.rooms[group] if not closed[room][day] & mask)
                start[kind, day, at] = -next(costs, 0.0)
    days = len(tables.day_index)
    tutors_days = np.zeros((len(tables.tutor_index), days))
    prices = Prices(
        start,
        day=np.zeros((len(tables.durations), days)),
        slot=np.zeros((*tutors_days.shape, tables.slots)),
        full=tutors_days,
        rest=0.0,
    )
    tutors = (TutorPrices(tables, tutor) for tutor, groups in enumerate(tables.own) if groups)
    return sum(tutor.best(type_of, prices)[0] for tutor in tutors)
