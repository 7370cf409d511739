"""Compiled: put a session into a plan or take it out, keeping its cost exact."""

from numba import njit

from .arrays import FORBIDDEN, NOWHERE, Plan, Problem, Shorts


@njit(cache=True, nogil=True)
def occupy(run: Shorts, start: int, end: int) -> None:
    """Make slots busy in a row of free runs."""
    for slot in range(start, end):
        run[slot] = 0
    slot = start - 1
    while slot >= 0 and run[slot] > 0:
        run[slot] = start - slot
        slot -= 1


@njit(cache=True, nogil=True)
def release(run: Shorts, start: int, end: int) -> None:
    """Make slots free again in a row of free runs."""
    slot = end - 1
    free = run[end]
    while slot >= 0 and (slot >= start or run[slot] > 0):
        free += 1
        run[slot] = free
        slot -= 1


@njit(cache=True, nogil=True)
def tutor_cost(problem: Problem, plan: Plan, tutor: int) -> int:
    """Extra days and gaps of a tutor."""
    days = 0
    idle = 0
    for i in range(problem.own_from[tutor], problem.own_from[tutor + 1]):
        group = problem.own[i]
        day = plan.day[group]
        if day == NOWHERE:
            continue
        first = plan.start[group]
        last = first + problem.duration[group]
        work = problem.worked[last] - problem.worked[first]
        counted = False
        for j in range(problem.own_from[tutor], problem.own_from[tutor + 1]):
            other = problem.own[j]
            if j == i or plan.day[other] != day:
                continue
            if j < i:
                counted = True
                break
            start = plan.start[other]
            end = start + problem.duration[other]
            work += problem.worked[end] - problem.worked[start]
            first = min(first, start)
            last = max(last, end)
        if not counted:
            days += 1
            idle += problem.worked[last] - problem.worked[first] - work
    return max(0, days - 1) * problem.extra_day[tutor] + idle * problem.gap[tutor]


@njit(cache=True, nogil=True)
def spread_of_adding(problem: Problem, plan: Plan, cohort: int, day: int) -> int:
    """What one more session of a cohort on that day adds to its spread."""
    before = 0
    for window in range(plan.inside.shape[1]):
        before = max(before, plan.inside[cohort, window])
    after = before
    for i in range(problem.window_from[day], problem.window_from[day + 1]):
        after = max(after, plan.inside[cohort, problem.windows[i]] + 1)
    return problem.spread[0] * (1 - (after - before))


@njit(cache=True, nogil=True)
def session_cost(problem: Problem, group: int, day: int, start: int, room: int) -> int:
    """What a session costs by itself: its hour, its room, leaving its earlier place."""
    cost = problem.start_cost[group, day, start] + problem.room_cost[problem.size[group], room]
    home = problem.home[group]
    if home[0] != NOWHERE and not (home[0] == day and home[1] == start and home[2] == room):
        cost += problem.change[group]
    return cost


@njit(cache=True, nogil=True)
def put(problem: Problem, plan: Plan, group: int, day: int, start: int, room: int) -> None:
    tutor = problem.tutor[group]
    co_tutor = problem.co_tutor[group]
    cohort = problem.cohort[group]
    end = start + problem.duration[group]
    cost = session_cost(problem, group, day, start, room) - problem.left_out[0]
    cost += spread_of_adding(problem, plan, cohort, day) - tutor_cost(problem, plan, tutor)
    plan.day[group] = day
    plan.start[group] = start
    plan.room[group] = room
    plan.cost[0] += cost + tutor_cost(problem, plan, tutor)
    plan.holder[room, day, start:end] = group
    occupy(plan.room_run[room, day], start, end)
    occupy(plan.tutor_run[tutor, day], start, end)
    plan.taught[tutor, day] += 1
    if co_tutor != NOWHERE:
        occupy(plan.tutor_run[co_tutor, day], start, end)
        plan.taught[co_tutor, day] += 1
    for i in range(problem.window_from[day], problem.window_from[day + 1]):
        plan.inside[cohort, problem.windows[i]] += 1


@njit(cache=True, nogil=True)
def take(problem: Problem, plan: Plan, group: int) -> None:
    tutor = problem.tutor[group]
    co_tutor = problem.co_tutor[group]
    cohort = problem.cohort[group]
    day = plan.day[group]
    start = plan.start[group]
    room = plan.room[group]
    end = start + problem.duration[group]
    for i in range(problem.window_from[day], problem.window_from[day + 1]):
        plan.inside[cohort, problem.windows[i]] -= 1
    plan.taught[tutor, day] -= 1
    release(plan.tutor_run[tutor, day], start, end)
    if co_tutor != NOWHERE:
        plan.taught[co_tutor, day] -= 1
        release(plan.tutor_run[co_tutor, day], start, end)
    release(plan.room_run[room, day], start, end)
    plan.holder[room, day, start:end] = NOWHERE
    cost = problem.left_out[0] - session_cost(problem, group, day, start, room)
    cost -= spread_of_adding(problem, plan, cohort, day) + tutor_cost(problem, plan, tutor)
    plan.day[group] = NOWHERE
    plan.cost[0] += cost + tutor_cost(problem, plan, tutor)


@njit(cache=True, nogil=True)
def can_hold(problem: Problem, plan: Plan, group: int, day: int, start: int, room: int) -> bool:
    """Whether no hard rule speaks against the group meeting there."""
    length = problem.duration[group]
    tutor = problem.tutor[group]
    co_tutor = problem.co_tutor[group]
    return (
        problem.start_cost[group, day, start] < FORBIDDEN
        and problem.room_cost[problem.size[group], room] < FORBIDDEN
        and plan.room_run[room, day, start] >= length
        and plan.tutor_run[tutor, day, start] >= length
        and plan.taught[tutor, day] < problem.most[tutor]
        and (
            co_tutor == NOWHERE
            or (
                plan.tutor_run[co_tutor, day, start] >= length
                and plan.taught[co_tutor, day] < problem.most[co_tutor]
            )
        )
    )
