"""Tables as arrays for the compiled search: what never changes (Problem), and the plan being changed (Plan).

Costs are whole numbers: points times `scale`, so that sums are exact whatever the weights.
"""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..tables import Place, Tables

Ints = NDArray[np.int64]
Shorts = NDArray[np.int16]

NOWHERE = -1
FORBIDDEN = np.int64(2) ** 61
FINEST_SCALE = 1_000


class Problem(NamedTuple):
    start_cost: Ints  # group, day, start; FORBIDDEN where it can't be
    duration: Ints
    tutor: Ints
    co_tutor: Ints  # NOWHERE when there is none
    cohort: Ints
    size: Ints  # of each group, the row of rooms that suit it
    room_list: Ints  # size, rank: rooms from the cheapest on
    room_count: Ints  # size
    room_cost: Ints  # size, room; FORBIDDEN where it doesn't suit
    own_from: Ints  # tutor: where its groups begin in `own`
    own: Ints
    most: Ints
    extra_day: Ints
    gap: Ints
    worked: Ints  # slots before each slot, lunch not counted
    window_from: Ints  # day: where the windows that hold it begin in `windows`
    windows: Ints
    spread: Ints  # one number
    home: Ints  # group, (day, start, room) in the earlier plan; NOWHERE when it had none
    change: Ints  # group: cost of leaving home
    movable: Ints
    left_out: Ints  # one number: the cost of a group without a place


class Plan(NamedTuple):
    day: Ints  # group; NOWHERE when it has no place
    start: Ints
    room: Ints
    room_run: Shorts  # room, day, slot: free slots from there on
    tutor_run: Shorts  # tutor, day, slot
    holder: Ints  # room, day, slot: the group there or NOWHERE
    taught: Ints  # tutor, day: sessions as tutor or co-tutor
    inside: Ints  # cohort, window: sessions in it
    cost: Ints  # one number
    random: NDArray[np.uint64]  # one number


def problem_of(tables: Tables, fixed: Collection[int]) -> tuple[Problem, int]:
    """The arrays of an instance and the scale of its costs."""
    instance = tables.instance
    scale = _scale([*instance.weights, tables.change.weight])
    groups, days, slots = len(instance.groups), len(instance.days), tables.slots

    def scaled(points: float) -> int:
        return round(points * scale)

    start_cost = np.full((groups, days, slots), FORBIDDEN, np.int64)
    for group, by_day in enumerate(tables.starts):
        for day, starts in enumerate(by_day):
            for start, cost in starts.items():
                start_cost[group, day, start] = scaled(cost)
    sizes: dict[tuple[tuple[float, int], ...], int] = {}
    size = [sizes.setdefault(tuple(rooms), len(sizes)) for rooms in tables.rooms]
    room_list = np.zeros((max(1, len(sizes)), max(1, len(instance.rooms))), np.int64)
    room_cost = np.full_like(room_list, FORBIDDEN)
    for rooms, row in sizes.items():
        for rank, (cost, room) in enumerate(rooms):
            room_list[row, rank] = room
            room_cost[row, room] = scaled(cost)
    params = instance.params
    worked = np.zeros(slots + 1, np.int64)
    for slot in range(slots):
        worked[slot + 1] = worked[slot] + (not params.lunch_from <= slot < params.lunch_to)
    home = np.full((groups, 3), NOWHERE, np.int64)
    change = np.zeros(groups, np.int64)
    for group, place in tables.change.places.items():
        home[group] = place.day, place.start, place.room
        change[group] = scaled(tables.change.weight * (1 + instance.groups[group].people))
    teachers = tables.teachers
    problem = Problem(
        start_cost=start_cost,
        duration=_ints(tables.durations),
        tutor=_ints([teacher[0] for teacher in teachers]),
        co_tutor=_ints([teacher[1] if len(teacher) > 1 else NOWHERE for teacher in teachers]),
        cohort=_ints(tables.cohort_of),
        size=_ints(size),
        room_list=room_list,
        room_count=_ints([len(rooms) for rooms in sizes]),
        room_cost=room_cost,
        own_from=_offsets(tables.own),
        own=_ints([group for groups in tables.own for group in groups]),
        most=_ints(tables.most),
        extra_day=_ints([scaled(points) for points in tables.extra_day]),
        gap=_ints([scaled(points) for points in tables.gap]),
        worked=worked,
        window_from=_offsets(tables.windows),
        windows=_ints([window for windows in tables.windows for window in windows]),
        spread=_ints([scaled(instance.weights.spread)]),
        home=home,
        change=change,
        movable=_ints([group not in fixed for group in range(groups)]),
        left_out=np.zeros(1, np.int64),
    )
    problem.left_out[0] = _dearest(problem)
    return problem, scale


def plan_of(tables: Tables, problem: Problem, seed: int) -> Plan:
    """An empty plan; closures and absences are already busy."""
    instance = tables.instance
    groups, days, slots = len(instance.groups), len(instance.days), tables.slots
    return Plan(
        day=np.full(groups, NOWHERE, np.int64),
        start=np.full(groups, NOWHERE, np.int64),
        room=np.full(groups, NOWHERE, np.int64),
        room_run=_runs(tables.closed, days, slots),
        tutor_run=_runs(tables.away, days, slots),
        holder=np.full((len(instance.rooms), days, slots), NOWHERE, np.int64),
        taught=np.zeros((len(instance.tutors), days), np.int64),
        inside=np.zeros((len(instance.cohorts), days), np.int64),
        cost=np.array([groups * int(problem.left_out[0])], np.int64),
        random=np.array([(seed * 2 + 1) * 0x9E3779B97F4A7C15 % 2**64], np.uint64),
    )


def places_of(day: Ints, start: Ints, room: Ints) -> dict[int, Place]:
    return {
        group: Place(int(day[group]), int(start[group]), int(room[group]))
        for group in range(len(day))
        if day[group] != NOWHERE
    }


def _scale(weights: list[float]) -> int:
    """The smallest power of ten that makes every weight whole, up to a thousandth of a point."""
    scale = 1
    while scale < FINEST_SCALE and any(abs(w * scale - round(w * scale)) > 1e-9 for w in weights):
        scale *= 10
    return scale


def _dearest(problem: Problem) -> int:
    """More than any one session can add to the cost, so that placing a group always pays."""
    starts = problem.start_cost[problem.start_cost < FORBIDDEN]
    rooms = problem.room_cost[problem.room_cost < FORBIDDEN]
    parts = (starts, rooms, problem.extra_day, problem.change)
    dearest = sum(int(part.max(initial=0)) for part in parts) + int(problem.spread[0])
    dearest += int(problem.gap.max(initial=0)) * len(problem.worked)
    return 2 * dearest + 1


def _runs(taken: list[list[int]], days: int, slots: int) -> Shorts:
    runs = np.zeros((len(taken), days, slots + 1), np.int16)
    for index, masks in enumerate(taken):
        for day, mask in enumerate(masks):
            for slot in range(slots - 1, -1, -1):
                runs[index, day, slot] = 0 if mask >> slot & 1 else runs[index, day, slot + 1] + 1
    return runs


def _ints(values: list[int]) -> Ints:
    return np.array(values, np.int64)


def _offsets(lists: list[list[int]]) -> Ints:
    return np.cumsum([0, *(len(values) for values in lists)], dtype=np.int64)
