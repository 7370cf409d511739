"""Compiled: simulated annealing whose move takes a few related tutors out and places them again."""

from typing import NamedTuple

import numpy as np
from numba import njit

from ..tables import Tables
from .arrays import NOWHERE, Ints, Plan, Problem
from .plan import put, take
from .together import MOST_TOGETHER, Paths, place_together, uniform

MOST_TAKEN = 24
TRIES = 12


class Best(NamedTuple):
    day: Ints
    start: Ints
    room: Ints
    cost: Ints  # one number


class Taken(NamedTuple):
    """What a move took out, and where it was."""

    groups: Ints
    places: Ints  # rank, (day, start, room)
    batch: Ints  # the groups of one tutor, to place together
    done: Ints  # rank: whether that group has been handed to `place_together`


def best_of(plan: Plan) -> Best:
    return Best(plan.day.copy(), plan.start.copy(), plan.room.copy(), plan.cost.copy())


def taken_of(tables: Tables) -> Taken:
    return Taken(
        np.zeros(MOST_TAKEN, np.int64),
        np.zeros((MOST_TAKEN, 3), np.int64),
        np.zeros(MOST_TOGETHER, np.int64),
        np.zeros(MOST_TAKEN, np.int64),
    )


@njit(cache=True, nogil=True)
def take_session(problem: Problem, plan: Plan, taken: Taken, group: int, count: int) -> int:
    """Take one group out, or note one that has no place; return how many are out."""
    if count == MOST_TAKEN or problem.movable[group] == 0:
        return count
    for rank in range(count):
        if taken.groups[rank] == group:
            return count
    taken.groups[count] = group
    taken.places[count, 0] = plan.day[group]
    taken.places[count, 1] = plan.start[group]
    taken.places[count, 2] = plan.room[group]
    if plan.day[group] != NOWHERE:
        take(problem, plan, group)
    return count + 1


@njit(cache=True, nogil=True)
def take_tutor(problem: Problem, plan: Plan, taken: Taken, tutor: int, count: int) -> int:
    """Take a tutor's groups out, a random run of them when there are many."""
    first = problem.own_from[tutor]
    number = problem.own_from[tutor + 1] - first
    if number == 0:
        return count
    offset = int(uniform(plan.random) * number)
    for i in range(min(number, MOST_TOGETHER)):
        group = problem.own[first + (offset + i) % number]
        count = take_session(problem, plan, taken, group, count)
    return count


@njit(cache=True, nogil=True)
def take_related(
    problem: Problem, plan: Plan, taken: Taken, day: int, slot: int, reach: int, whole: float, count: int
) -> int:
    """Take out one session, or its whole tutor, that is held on a day around a slot."""
    rooms, _, slots = plan.holder.shape
    for _ in range(TRIES):
        room = int(uniform(plan.random) * rooms)
        at = slot + int((uniform(plan.random) * 2 - 1) * reach)
        if at < 0 or at >= slots:
            continue
        group = plan.holder[room, day, at]
        if group != NOWHERE and problem.movable[group] != 0:
            if uniform(plan.random) < whole:
                return take_tutor(problem, plan, taken, problem.tutor[group], count)
            return take_session(problem, plan, taken, group, count)
    return count


@njit(cache=True, nogil=True)
def take_some(problem: Problem, plan: Plan, taken: Taken) -> int:
    """Take out a few sessions that may well change places; return how many."""
    groups = problem.tutor.shape[0]
    _, days, slots = plan.holder.shape
    seed = int(uniform(plan.random) * groups)
    if plan.cost[0] >= problem.left_out[0] and uniform(plan.random) < 0.5:
        for i in range(groups):
            if plan.day[(seed + i) % groups] == NOWHERE:
                seed = (seed + i) % groups
                break
    day = plan.day[seed]
    slot = plan.start[seed]
    count = take_tutor(problem, plan, taken, problem.tutor[seed], 0)
    if day == NOWHERE or uniform(plan.random) < 0.5:
        day = int(uniform(plan.random) * days)
        slot = int(uniform(plan.random) * slots)
    more = 1 + int(uniform(plan.random) * 3)
    for _ in range(more):
        count = take_related(problem, plan, taken, day, slot, 5, 0.5, count)
    return count


@njit(cache=True, nogil=True)
def place_taken(problem: Problem, plan: Plan, paths: Paths, taken: Taken, count: int, noise: float) -> int:
    """Place what was taken out, tutor by tutor in a random order; return the work done."""
    work = 0
    taken.done[:count] = 0
    offset = int(uniform(plan.random) * count) if uniform(plan.random) < 0.5 else 0
    for i in range(count):
        first = (offset + i) % count
        if taken.done[first] != 0:
            continue
        tutor = problem.tutor[taken.groups[first]]
        size = 0
        for rank in range(count):
            if taken.done[rank] == 0 and problem.tutor[taken.groups[rank]] == tutor and size < MOST_TOGETHER:
                taken.batch[size] = taken.groups[rank]
                taken.done[rank] = 1
                size += 1
        work += place_together(problem, plan, paths, taken.batch, size, noise)
    return work


@njit(cache=True, nogil=True)
def undo(problem: Problem, plan: Plan, taken: Taken, count: int) -> None:
    for rank in range(count):
        if plan.day[taken.groups[rank]] != NOWHERE:
            take(problem, plan, taken.groups[rank])
    for rank in range(count):
        if taken.places[rank, 0] != NOWHERE:
            group = taken.groups[rank]
            put(problem, plan, group, taken.places[rank, 0], taken.places[rank, 1], taken.places[rank, 2])


@njit(cache=True, nogil=True)
def anneal(
    problem: Problem,
    plan: Plan,
    paths: Paths,
    taken: Taken,
    best: Best,
    temperature: float,
    noise: float,
    budget: int,
) -> int:
    """Try moves at one temperature until the budget of work is spent; return the number of moves."""
    work = 0
    moves = 0
    while work < budget:
        before = plan.cost[0]
        count = take_some(problem, plan, taken)
        work += 50
        if count == 0:
            continue
        work += place_taken(problem, plan, paths, taken, count, noise)
        moves += 1
        allowed = before - temperature * np.log(1.0 - uniform(plan.random))
        if plan.cost[0] > allowed:
            undo(problem, plan, taken, count)
        elif plan.cost[0] < best.cost[0]:
            best.day[:] = plan.day
            best.start[:] = plan.start
            best.room[:] = plan.room
            best.cost[0] = plan.cost[0]
    return moves
