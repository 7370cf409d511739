"""Compiled: put a tutor's missing sessions back at best, all at once, the rest of the plan being given.

A tutor's own sessions never overlap, so each takes the cheapest free room by itself; what remains is the
choice of days, orders and hours. Within a day that is a shortest path over the slots and the set of sessions
already held; over the days it is a second one over that set. Both are exact, except that the spread of two
sessions of one cohort is counted as if each were alone.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ..tables import Tables
from .arrays import FORBIDDEN, NOWHERE, Ints, Plan, Problem
from .plan import can_hold, put, spread_of_adding

MOST_TOGETHER = 4
NEVER = 1e300
IDLE = -1
PASSED = -2


class Paths(NamedTuple):
    """Room to work in, made once."""

    cells: NDArray[np.float64]  # day, session, slot
    cell_room: Ints  # day, session, slot
    reach: NDArray[np.float64]  # slot, set of sessions held
    came_by: Ints  # slot, set: the session that ends there, IDLE or PASSED
    day_cost: NDArray[np.float64]  # day, set
    whole: NDArray[np.float64]  # days decided, set
    chosen: Ints  # days decided, set: what the last of these days holds


def paths_of(tables: Tables) -> Paths:
    days, slots, sets = len(tables.day_index), tables.slots, 1 << MOST_TOGETHER
    return Paths(
        cells=np.zeros((days, MOST_TOGETHER, slots), np.float64),
        cell_room=np.zeros((days, MOST_TOGETHER, slots), np.int64),
        reach=np.zeros((slots + 1, sets), np.float64),
        came_by=np.zeros((slots + 1, sets), np.int64),
        day_cost=np.zeros((days, sets), np.float64),
        whole=np.zeros((days + 1, sets), np.float64),
        chosen=np.zeros((days + 1, sets), np.int64),
    )


@njit(cache=True, nogil=True)
def uniform(random: NDArray[np.uint64]) -> float:
    """The next number in [0, 1) of a xorshift generator."""
    x = random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = x
    return float(x >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@njit(cache=True, nogil=True)
def price_day(
    problem: Problem, plan: Plan, paths: Paths, groups: Ints, count: int, day: int, noise: float
) -> int:
    """Fill `cells` and `cell_room` for a day; return the number of rooms looked at, or -1 if nothing fits."""
    looked = 0
    some = False
    for i in range(count):
        group = groups[i]
        tutor = problem.tutor[group]
        co_tutor = problem.co_tutor[group]
        length = problem.duration[group]
        size = problem.size[group]
        spread = spread_of_adding(problem, plan, problem.cohort[group], day)
        co_tutor_full = co_tutor != NOWHERE and plan.taught[co_tutor, day] >= problem.most[co_tutor]
        at_home = problem.home[group, 0] == day
        for start in range(plan.holder.shape[2]):
            paths.cells[day, i, start] = NEVER
            if (
                co_tutor_full
                or problem.start_cost[group, day, start] == FORBIDDEN
                or plan.tutor_run[tutor, day, start] < length
                or (co_tutor != NOWHERE and plan.tutor_run[co_tutor, day, start] < length)
            ):
                continue
            found = NOWHERE
            cost = np.int64(0)
            for rank in range(problem.room_count[size]):
                looked += 1
                room = problem.room_list[size, rank]
                if plan.room_run[room, day, start] >= length:
                    found = room
                    cost = problem.room_cost[size, room]
                    break
            if found == NOWHERE:
                continue
            if problem.home[group, 0] != NOWHERE:
                home = problem.home[group, 2]
                if not (at_home and problem.home[group, 1] == start):
                    cost += problem.change[group]
                elif home != found:
                    cost += problem.change[group]
                    if plan.room_run[home, day, start] >= length and problem.room_cost[size, home] < cost:
                        found = home
                        cost = problem.room_cost[size, home]
            some = True
            paths.cell_room[day, i, start] = found
            paths.cells[day, i, start] = (
                problem.start_cost[group, day, start] + cost + spread + noise * uniform(plan.random)
            )
    return looked if some else -1


@njit(cache=True, nogil=True)
def walk_day(
    problem: Problem, plan: Plan, paths: Paths, groups: Ints, count: int, day: int, tutor: int
) -> None:
    """Fill `day_cost` of a day, and leave in `reach` and `came_by` the ways to it."""
    slots = plan.holder.shape[2]
    sets = 1 << count
    first_held = slots + 1
    last_held = 0
    for i in range(problem.own_from[tutor], problem.own_from[tutor + 1]):
        own = problem.own[i]
        if plan.day[own] == day:
            first_held = min(first_held, plan.start[own])
            last_held = max(last_held, plan.start[own] + problem.duration[own])
    paths.reach[: slots + 1, :sets] = NEVER
    paths.reach[0, 0] = 0
    paths.came_by[0, 0] = IDLE
    for held in range(sets):
        paths.day_cost[day, held] = NEVER
    gap = problem.gap[tutor]
    room_left = problem.most[tutor] - plan.taught[tutor, day]
    for slot in range(slots + 1):
        idle = np.int64(0)
        passed = np.int64(0)
        if slot < slots:
            idle = gap * (problem.worked[slot + 1] - problem.worked[slot])
            if first_held <= slot < last_held:
                for i in range(problem.own_from[tutor], problem.own_from[tutor + 1]):
                    own = problem.own[i]
                    if plan.day[own] == day and plan.start[own] == slot:
                        passed = problem.duration[own]
        for held in range(sets):
            cost = paths.reach[slot, held]
            if cost >= NEVER:
                continue
            if slot >= last_held and cost < paths.day_cost[day, held]:
                paths.day_cost[day, held] = cost
            if slot == slots:
                continue
            if passed > 0:
                if cost < paths.reach[slot + passed, held]:
                    paths.reach[slot + passed, held] = cost
                    paths.came_by[slot + passed, held] = PASSED
                continue
            waiting = cost if held == 0 and slot < first_held else cost + idle
            if waiting < paths.reach[slot + 1, held]:
                paths.reach[slot + 1, held] = waiting
                paths.came_by[slot + 1, held] = IDLE
            if room_left <= 0:
                continue
            for i in range(count):
                if held >> i & 1 == 0 and paths.cells[day, i, slot] < NEVER:
                    end = slot + problem.duration[groups[i]]
                    more = cost + paths.cells[day, i, slot]
                    if more < paths.reach[end, held | 1 << i]:
                        paths.reach[end, held | 1 << i] = more
                        paths.came_by[end, held | 1 << i] = i
    for held in range(sets):
        size = 0
        for i in range(count):
            size += held >> i & 1
        if size > room_left and size > 0:
            paths.day_cost[day, held] = NEVER


@njit(cache=True, nogil=True)
def follow_day(
    problem: Problem, plan: Plan, paths: Paths, groups: Ints, day: int, tutor: int, held: int
) -> None:
    """Put the sessions of one day where the cheapest way holds them."""
    slots = plan.holder.shape[2]
    slot = 0
    goal = paths.day_cost[day, held]
    last_held = 0
    for i in range(problem.own_from[tutor], problem.own_from[tutor + 1]):
        own = problem.own[i]
        if plan.day[own] == day:
            last_held = max(last_held, plan.start[own] + problem.duration[own])
    for at in range(last_held, slots + 1):
        if paths.reach[at, held] == goal:
            slot = at
            break
    while held != 0:
        by = paths.came_by[slot, held]
        if by == IDLE:
            slot -= 1
        elif by == PASSED:
            length = np.int64(1)
            for i in range(problem.own_from[tutor], problem.own_from[tutor + 1]):
                own = problem.own[i]
                if plan.day[own] == day and plan.start[own] + problem.duration[own] == slot:
                    length = problem.duration[own]
            slot -= int(length)
        else:
            group = groups[by]
            slot -= problem.duration[group]
            held &= ~(1 << by)
            room = paths.cell_room[day, by, slot]
            if can_hold(problem, plan, group, day, slot, room):
                put(problem, plan, group, day, slot, room)


@njit(cache=True, nogil=True)
def place_together(problem: Problem, plan: Plan, paths: Paths, groups: Ints, count: int, noise: float) -> int:
    """Place up to MOST_TOGETHER groups of one tutor, none of them placed yet; return the work done.

    `noise` is the greatest random addition to the cost of each place, to see more than one way.
    """
    tutor = problem.tutor[groups[0]]
    days = plan.holder.shape[1]
    sets = 1 << count
    work = 0
    paths.whole[0, :sets] = NEVER
    paths.whole[0, 0] = 0
    for day in range(days):
        looked = -1
        if plan.taught[tutor, day] < problem.most[tutor]:
            looked = price_day(problem, plan, paths, groups, count, day, noise)
        if looked < 0:
            for held in range(sets):
                paths.whole[day + 1, held] = paths.whole[day, held]
                paths.chosen[day + 1, held] = 0
            continue
        work += looked + plan.holder.shape[2] * sets
        walk_day(problem, plan, paths, groups, count, day, tutor)
        used = False
        for i in range(problem.own_from[tutor], problem.own_from[tutor + 1]):
            used = used or plan.day[problem.own[i]] == day
        base = paths.day_cost[day, 0]
        opening = np.int64(0) if used else problem.extra_day[tutor]
        for held in range(sets):
            paths.whole[day + 1, held] = paths.whole[day, held]
            paths.chosen[day + 1, held] = 0
            part = held
            while part > 0:
                cost = paths.whole[day, held ^ part] + paths.day_cost[day, part] - base + opening
                if cost < paths.whole[day + 1, held]:
                    paths.whole[day + 1, held] = cost
                    paths.chosen[day + 1, held] = part
                part = (part - 1) & held
    held = 0
    least = NEVER
    for candidate in range(sets):
        missing = 0
        for i in range(count):
            missing += 1 - (candidate >> i & 1)
        cost = paths.whole[days, candidate] + float(missing) * problem.left_out[0]
        if cost < least:
            least = cost
            held = candidate
    for day in range(days - 1, -1, -1):
        part = paths.chosen[day + 1, held]
        if part != 0:
            walk_day(problem, plan, paths, groups, count, day, tutor)
            follow_day(problem, plan, paths, groups, day, tutor, part)
            held ^= part
    return work
