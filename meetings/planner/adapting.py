"""What the rest of a plan becomes when one group is given another place."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from .evaluation import evaluate
from .first_fit import cheapest
from .repair import place_left_over, restore
from .schedule import Schedule
from .tables import Place

TRIED_PER_HALF_DAY, TRIED = 6, 90
REPAIR_STEPS = 15
PRICE_OF_DISTURBING = 10
"""What pushing one session out is reckoned to cost, in points, to choose which places to try."""


@dataclass(frozen=True, slots=True)
class Adaptation:
    """A whole plan's cost, and the places of the groups that moved to make it."""

    cost: float
    moves: Mapping[int, Place]


def best_adaptations(schedule: Schedule, group: int, fixed: Collection[int], most: int) -> list[Adaptation]:
    """The cheapest plans in which the group meets at another moment, as far apart as `_apart` finds them.

    In the order of cost, the cheapest of all first. The schedule is left as it was.
    """
    before = dict(schedule.places)
    found = []
    for place in _promising(schedule, group, fixed):
        adapted = _adapt(schedule, group, place, fixed)
        if adapted:
            tables = schedule.tables
            cost = evaluate(tables.instance, tables.solution(schedule.places)).cost
            moves = {other: at for other, at in schedule.places.items() if before.get(other) != at}
            found.append(Adaptation(cost, {group: place, **moves}))
        restore(schedule, before)
    found.sort(key=lambda adaptation: (adaptation.cost, len(adaptation.moves)))
    return _apart(schedule, group, found, most)


def _apart(schedule: Schedule, group: int, found: Sequence[Adaptation], most: int) -> list[Adaptation]:
    """`most` of the plans, in the order given: the first of each day, of each half-day when days run short.

    Three hours of one morning are one answer to somebody who asks where else; another day is another answer,
    even a dearer one. Other hours of a half-day come last.
    """
    keys: tuple[Callable[[Place], Hashable], ...] = (
        lambda place: place.day,
        lambda place: (place.day, _in_the_afternoon(schedule, place.start)),
        lambda place: (place.day, place.start),
    )
    chosen: set[int] = set()
    for key in keys:
        met = {key(found[index].moves[group]) for index in chosen}
        for index, adaptation in enumerate(found):
            here = key(adaptation.moves[group])
            if len(chosen) < most and here not in met:
                met.add(here)
                chosen.add(index)
    return [found[index] for index in sorted(chosen)]


def _in_the_afternoon(schedule: Schedule, start: int) -> bool:
    return start >= schedule.tables.instance.params.lunch_from


def _promising(schedule: Schedule, group: int, fixed: Collection[int]) -> list[Place]:
    """Places worth trying, the best few of each half-day: cheap by themselves, disturbing few."""
    tables = schedule.tables
    now = schedule.places.get(group)
    if now is not None:
        schedule.take(group)
    ranked = []
    for day, starts in enumerate(tables.starts[group]):
        spread = schedule.spread_cost_of_adding(group, day)
        halves: dict[bool, list[tuple[float, Place]]] = {False: [], True: []}
        for start, cost in starts.items():
            if now is not None and (now.day, now.start) == (day, start):
                continue
            price = cost + spread + schedule.day_cost_of_adding(group, day, start)
            options = (
                (room_cost + PRICE_OF_DISTURBING * len(in_way), place)
                for room_cost, room in tables.rooms[group]
                for place in [Place(day, start, room)]
                if (in_way := _in_the_way(schedule, group, place, fixed)) is not None
            )
            best = min(options, key=lambda option: option[0], default=None)
            if best is not None:
                halves[_in_the_afternoon(schedule, start)].append((price + best[0], best[1]))
        for half in halves.values():
            ranked += sorted(half, key=lambda pair: pair[0])[:TRIED_PER_HALF_DAY]
    if now is not None:
        schedule.put(group, now)
    return [place for _, place in sorted(ranked, key=lambda pair: pair[0])[:TRIED]]


def _in_the_way(schedule: Schedule, group: int, place: Place, fixed: Collection[int]) -> set[int] | None:
    """The sessions that would have to go; None when the place is closed or one of them can't move."""
    tables = schedule.tables
    length = tables.durations[group]
    if tables.closed[place.room][place.day] >> place.start & ((1 << length) - 1):
        return None
    others = set(schedule.in_room(place, length))
    for teacher in tables.teachers[group]:
        others.update(schedule.with_teacher(teacher, place.day, place.start, length))
        staying = [other for other in schedule.taught(teacher, place.day) if other not in others]
        if len(staying) >= tables.most[teacher]:
            others.update(staying[: len(staying) + 1 - tables.most[teacher]])
    return others if others.isdisjoint(fixed) else None


def _adapt(schedule: Schedule, group: int, place: Place, fixed: Collection[int]) -> bool:
    """Give the group its place, find others for those it pushes out, then let their tutors regroup.

    Groups that had no place before are left without one: that is another question.
    """
    if group in schedule.places:
        schedule.take(group)
    pushed = _in_the_way(schedule, group, place, fixed)
    if pushed is None:
        return False
    waiting = set(range(len(schedule.tables.durations))).difference(schedule.places)
    for other in pushed:
        schedule.take(other)
    schedule.put(group, place)
    kept = {*fixed, group, *waiting}
    placed = len(schedule.places) + len(pushed)
    place_left_over(schedule, random=Random(0), fixed=kept, steps=REPAIR_STEPS, should_stop=lambda: False)
    if len(schedule.places) < placed:
        return False
    tutors = {schedule.tables.teachers[one][0] for one in (group, *pushed)}
    for tutor in sorted(tutors):
        for own in schedule.tables.own[tutor]:
            if own in schedule.places and own not in kept:
                back = schedule.take(own)
                schedule.put(own, cheapest(schedule, own) or back)
    return True
