"""How many groups are too many, proved by prices of hours.

Were every group placed, each would pay for its room's hours and its teachers', and no hour is sold twice. So
when the groups' cheapest places together cost more than all hours are worth, some groups are left out: the
difference is how many at least, when none pays more than one. The best prices are the dual values of the
programme.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .options import Options
from .tables import Tables

TOLERANCE = 1e-6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prices:
    """What a room's slot, a teacher's slot and a session in a teacher's day cost, in groups."""

    room: Floats
    teacher: Floats
    session: Floats


def shortage(tables: Tables, options: Sequence[Options], prices: Prices) -> float:
    """How many groups are left out at least.

    Any prices prove it, provided none is negative.
    """
    return sum(worth(tables, options, prices)) - _sold(tables, _useful(tables, prices))


def too_many(tables: Tables, options: Sequence[Options], prices: Prices) -> tuple[int, ...]:
    """As few groups as these prices still prove too many; none when they prove nothing."""
    missing = shortage(tables, options, prices)
    kept = []
    paid = worth(tables, options, prices)
    for group in sorted(range(len(paid)), key=paid.__getitem__):
        if paid[group] < missing - TOLERANCE:
            missing -= paid[group]
        else:
            kept.append(group)
    return tuple(sorted(kept)) if missing > TOLERANCE else ()


def _useful(tables: Tables, prices: Prices) -> Prices:
    """Without what sessions cost on the days of a teacher who can hold them all in one."""
    taught = [0] * len(tables.most)
    for teachers in tables.teachers:
        for teacher in teachers:
            taught[teacher] += 1
    full = np.array(taught) > np.array(tables.most)
    return replace(prices, session=prices.session * full[:, None])


def worth(tables: Tables, options: Sequence[Options], prices: Prices) -> list[float]:
    """What each group pays for its cheapest place, one at most."""
    prices = _useful(tables, prices)
    rooms: dict[tuple[tuple[int, ...], int], Floats] = {}
    teachers: dict[tuple[int, int], Floats] = {}
    found = []
    closed = [_busy(masks, tables.slots) for masks in tables.closed]
    for group, option in enumerate(options):
        length, kind = option.duration, (option.rooms, option.duration)
        if kind not in rooms:
            nowhere = [np.full((len(tables.day_index), max(0, tables.slots - length + 1)), np.inf)]
            free = [
                _spans(np.where(closed[room], np.inf, prices.room[room]), length) for room in option.rooms
            ]
            rooms[kind] = np.min(nowhere + free, axis=0)
        places = rooms[kind]
        for teacher in tables.teachers[group]:
            if (teacher, length) not in teachers:
                hours = _spans(prices.teacher[teacher], length)
                teachers[teacher, length] = hours + prices.session[teacher][:, None]
            places = places + teachers[teacher, length]
        least = (places[day, list(starts)].min() for day, starts in enumerate(option.starts) if starts)
        found.append(float(min([1.0, *least])))
    return found


def _sold(tables: Tables, prices: Prices) -> float:
    most = np.array(tables.most, float)
    in_use = [room for room, known in enumerate(tables.instance.rooms) if known.group_work]
    closed = np.array([_busy(tables.closed[room], tables.slots) for room in in_use])
    rooms = float(np.where(closed, 0.0, prices.room[in_use]).sum()) if in_use else 0.0
    return rooms + float(prices.teacher.sum() + (prices.session * most[:, None]).sum())


def _busy(masks: list[int], slots: int) -> NDArray[np.bool_]:
    return np.array([mask >> slot & 1 for mask in masks for slot in range(slots)], bool).reshape(-1, slots)


def _spans(prices: Floats, length: int) -> Floats:
    """The price of so many slots from each start on, by day."""
    days, slots = prices.shape
    if length > slots:
        return np.zeros((days, 0))
    windows = np.lib.stride_tricks.sliding_window_view(prices, length, axis=1)
    return windows.sum(axis=2)
