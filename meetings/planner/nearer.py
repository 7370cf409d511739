"""Bringing sessions that left an earlier plan back towards where they were, when it costs nothing."""

from collections.abc import Collection, Mapping

from .schedule import Schedule
from .tables import Place, Tables

MOST_BROUGHT = 300
"""How many sessions are looked at, those that went farthest first."""

ROUNDING = 1e-6
"""Points below which two costs are one."""

Distance = tuple[int, int]


def brought_nearer(
    tables: Tables, places: Mapping[int, Place], earlier: Mapping[int, Place], fixed: Collection[int]
) -> dict[int, Place]:
    """The same plan with each session that moved as near to its earlier place as costs no more.

    The cost says nothing of how far a session goes: of two days worth the same to it, people expect the one
    nearest to the day they had noted. In the days between first, then in the hours.
    """
    schedule = Schedule(tables)
    for group, place in places.items():
        schedule.put(group, place)
    moved = [
        group
        for group, place in places.items()
        if group not in fixed and group in earlier and earlier[group] != place
    ]
    moved.sort(key=lambda group: (_distance(tables, earlier[group], places[group]), group), reverse=True)
    for group in moved[:MOST_BROUGHT]:
        _bring(schedule, group, earlier[group])
    return dict(schedule.places)


def _distance(tables: Tables, one: Place, other: Place) -> Distance:
    """In days of the calendar, then in slots."""
    days = tables.instance.days
    return abs((days[one.day].date - days[other.day].date).days), abs(one.start - other.start)


def _bring(schedule: Schedule, group: int, before: Place) -> None:
    tables, now = schedule.tables, schedule.take(group)
    most = schedule.cost_of_adding(group, now) + ROUNDING
    if schedule.fits(group, before) and schedule.cost_of_adding(group, before) <= most:
        schedule.put(group, before)
        return
    moments = [
        (distance, day, start)
        for day, starts in enumerate(tables.starts[group])
        for start in starts
        if (distance := _distance(tables, before, Place(day, start, before.room)))
        < _distance(tables, before, now)
    ]
    for _, day, start in sorted(moments):
        room = schedule.free_room(group, day, start) if schedule.teachers_free(group, day, start) else None
        place = Place(day, start, room[1]) if room else None
        if place and schedule.cost_of_adding(group, place) <= most:
            schedule.put(group, place)
            return
    schedule.put(group, now)
