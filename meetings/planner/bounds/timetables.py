"""Compiled: the cheapest timetable of one tutor when every start of every group has a price."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEVER = 1e300
MOST_GROUPS = 6
"""Tutors with more groups than that are bounded group by group, without extra days or gaps."""


@njit(cache=True, nogil=True)
def _walk(
    prices: Floats, duration: Ints, day: int, gap: float, worked: Ints, reach: Floats, came_by: Ints
) -> None:
    """Fill `reach` (cost by slot and set held) and `came_by` (group that ends there, or -1) for one day."""
    count, _, slots = prices.shape
    sets = 1 << count
    reach[:, :] = NEVER
    reach[:, 0] = 0
    for slot in range(slots):
        idle = gap * (worked[slot + 1] - worked[slot])
        for held in range(sets):
            cost = reach[slot, held]
            if cost >= NEVER:
                continue
            if held != 0 and cost + idle < reach[slot + 1, held]:
                reach[slot + 1, held] = cost + idle
                came_by[slot + 1, held] = -1
            for i in range(count):
                if held >> i & 1 == 0 and prices[i, day, slot] < NEVER:
                    end = slot + duration[i]
                    more = cost + prices[i, day, slot]
                    if more < reach[end, held | 1 << i]:
                        reach[end, held | 1 << i] = more
                        came_by[end, held | 1 << i] = i


@njit(cache=True, nogil=True)
def cheapest_timetable(
    prices: Floats, duration: Ints, most: int, gap: float, extra_day: float, worked: Ints, places: Ints
) -> float:
    """Put the cheapest timetable in `places` (group, (day, start)); return its price, NEVER if there is none.

    `prices` is by group, day and start, NEVER where it can't be.
    """
    count, days, slots = prices.shape
    sets = 1 << count
    reach = np.empty((slots + 1, sets))
    came_by = np.empty((slots + 1, sets), np.int64)
    on_day = np.empty((days, sets))
    whole = np.full((days + 1, sets), NEVER)
    chosen = np.zeros((days + 1, sets), np.int64)
    whole[0, 0] = -extra_day
    for day in range(days):
        _walk(prices, duration, day, gap, worked, reach, came_by)
        for held in range(sets):
            size = 0
            for i in range(count):
                size += held >> i & 1
            on_day[day, held] = NEVER
            if size <= most:
                for slot in range(slots + 1):
                    on_day[day, held] = min(on_day[day, held], reach[slot, held])
        for held in range(sets):
            whole[day + 1, held] = whole[day, held]
            part = held
            while part > 0:
                if whole[day, held ^ part] < NEVER and on_day[day, part] < NEVER:
                    cost = whole[day, held ^ part] + on_day[day, part] + extra_day
                    if cost < whole[day + 1, held]:
                        whole[day + 1, held] = cost
                        chosen[day + 1, held] = part
                part = (part - 1) & held
    held = sets - 1
    price = whole[days, held]
    if price >= NEVER:
        return NEVER
    for day in range(days - 1, -1, -1):
        part = chosen[day + 1, held]
        held ^= part
        if part == 0:
            continue
        _walk(prices, duration, day, gap, worked, reach, came_by)
        slot = 0
        while reach[slot, part] > on_day[day, part]:
            slot += 1
        while part != 0:
            by = came_by[slot, part]
            if by < 0:
                slot -= 1
            else:
                slot -= duration[by]
                part &= ~(1 << by)
                places[by, 0] = day
                places[by, 1] = slot
    return price
