"""Places the groups a first fit left over: put each where it disturbs least, take out what stands there.

This is iterative forward search (Müller, UniTime): a group put out often becomes dear to put out again.
"""

from collections.abc import Callable, Collection
from random import Random

from .first_fit import cheapest
from .schedule import Schedule
from .tables import Place


def place_left_over(
    schedule: Schedule,
    *,
    random: Random,
    fixed: Collection[int],
    steps: int,
    should_stop: Callable[[], bool],
) -> None:
    """Place as many groups as possible in so many steps, never moving the fixed ones.

    The schedule ends in the state with the fewest groups left out that was met.
    """
    tables = schedule.tables
    put_out = [0] * len(tables.durations)
    groups = range(len(tables.durations))
    placeable = (group for group in groups if group not in fixed and tables.can_meet(group))
    waiting = [group for group in placeable if group not in schedule.places]
    fewest, best = len(waiting), dict(schedule.places)
    for _ in range(steps):
        if not waiting or should_stop():
            break
        group = waiting.pop(random.randrange(len(waiting)))
        place = cheapest(schedule, group)
        if place is None:
            disturbed = _least_disturbing(schedule, group, put_out, random, fixed)
            if disturbed is None:
                waiting.append(group)
                continue
            place, others = disturbed
            for other in others:
                schedule.take(other)
                put_out[other] += 1
                waiting.append(other)
        schedule.put(group, place)
        if len(waiting) < fewest:
            fewest, best = len(waiting), dict(schedule.places)
    if len(waiting) > fewest:
        restore(schedule, best)


def restore(schedule: Schedule, places: dict[int, Place]) -> None:
    for group, place in list(schedule.places.items()):
        if places.get(group) != place:
            schedule.take(group)
    for group, place in places.items():
        if group not in schedule.places:
            schedule.put(group, place)


def _least_disturbing(
    schedule: Schedule, group: int, put_out: list[int], random: Random, fixed: Collection[int]
) -> tuple[Place, set[int]] | None:
    tables = schedule.tables
    best: tuple[float, Place, set[int]] | None = None
    for day, starts in enumerate(tables.starts[group]):
        for start, cost in starts.items():
            others = _of_teachers(schedule, group, day, start, put_out)
            if others is None or not others.isdisjoint(fixed):
                continue
            dear = sum(2 + put_out[other] for other in others)
            if best is not None and dear > best[0]:
                continue
            for _, room in tables.rooms[group]:
                place = Place(day, start, room)
                if tables.closed[room][day] >> start & ((1 << tables.durations[group]) - 1):
                    continue
                there = others.union(schedule.in_room(place, tables.durations[group]))
                if there.isdisjoint(fixed):
                    points = sum(2 + put_out[other] for other in there) + random.random() + cost / 1000
                    if best is None or points < best[0]:
                        best = points, place, there
    return None if best is None else best[1:]


def _of_teachers(schedule: Schedule, group: int, day: int, start: int, put_out: list[int]) -> set[int] | None:
    """The sessions in the way of the teachers, including one to leave when their day is full."""
    tables = schedule.tables
    others: set[int] = set()
    for teacher in tables.teachers[group]:
        others.update(schedule.with_teacher(teacher, day, start, tables.durations[group]))
    for teacher in tables.teachers[group]:
        staying = [other for other in schedule.taught(teacher, day) if other not in others]
        surplus = len(staying) + 1 - tables.most[teacher]
        others.update(sorted(staying, key=lambda other: put_out[other])[: max(0, surplus)])
    return others
