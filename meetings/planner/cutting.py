"""How the rooms' days are cut into sessions, and who then takes them.

A tight semester is lost by cutting rooms badly, half an hour wasted here and there, which a search that moves
sessions can hardly mend. Cuts that waste least are found in hundredths of a second when it is forgotten who
meets whom; seating the groups in them is then a far smaller programme than placing them anywhere.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from ortools.linear_solver import pywraplp

from .options import Kind, Options, rooms_alike
from .programme import HIGHS_OPTIONS, Programme, Supply
from .tables import Place, Tables, span

CUTTING_SECONDS = 1.0
MOST_WAYS = 500
"""A block with more ways to fill it keeps those that waste least."""

Block = tuple[int, tuple[int, ...], int, int]
"""A day, rooms alike, and where a run of their free slots starts and ends."""

Way = tuple[int, ...]
"""The durations that fill a block, longest first."""


def seated(
    tables: Tables,
    options: Sequence[Options],
    random: Random,
    *,
    seconds: float,
) -> Mapping[int, Place]:
    """A plan that leaves out few groups, hard rules only; another one for another state of `random`.

    Pinned groups are left out last. The plan is empty when time runs out.
    """
    supply = _cut(tables, options, random)
    offered = {(day, duration, start) for day, _, duration, start in supply}
    narrowed = [
        replace(
            option,
            starts=[
                [start for start in starts if (day, option.duration, start) in offered]
                for day, starts in enumerate(option.starts)
            ],
        )
        for option in options
    ]
    costs = [len(options) if option.is_pinned else 1 for option in options]
    programme = Programme(tables, narrowed, whole=True, supply=supply, costs=costs)
    return programme.fullest(seconds)


def _cut(tables: Tables, options: Sequence[Options], random: Random) -> Supply:
    """Cut the rooms' days so that as few groups as possible are too many, whoever teaches them."""
    supply, blocks = _blocks(tables, options)
    kinds: dict[Kind, list[int]] = defaultdict(list)
    for group, option in enumerate(options):
        if not option.is_single:
            kinds[option.kind].append(group)
    most = {kind: _most_a_day(tables, options, groups) for kind, groups in kinds.items()}
    chosen = _chosen(blocks, kinds, most, random)
    for (day, rooms, start, end), way in chosen:
        at = start if random.random() < 0.5 else end - sum(way)
        for duration in random.sample(way, len(way)):
            supply[day, rooms, duration, at] += 1
            at += duration
    return supply


def _most_a_day(tables: Tables, options: Sequence[Options], groups: Sequence[int]) -> list[int]:
    """How many of some groups their tutors can take each day, whatever the rooms."""
    found = []
    for day in range(len(tables.day_index)):
        taught = Counter(tables.teachers[group][0] for group in groups if options[group].starts[day])
        found.append(sum(min(tables.most[tutor], number) for tutor, number in taught.items()))
    return found


def _blocks(tables: Tables, options: Sequence[Options]) -> tuple[Supply, list[Block]]:
    """What groups with a single place take, pinned ones first, and the blocks that are left."""
    closed = [list(masks) for masks in tables.closed]
    supply: Supply = Counter()
    alike = [rooms_alike(tables, options, day) for day in range(len(tables.day_index))]
    single = [option for option in options if option.is_single]
    for option in sorted(single, key=lambda option: not option.is_pinned):
        day, start = next((day, start) for day, starts in enumerate(option.starts) for start in starts)
        taken = span(start, option.duration)
        for rooms in alike[day]:
            if rooms == option.rooms and not closed[rooms[0]][day] & taken:
                closed[rooms[0]][day] |= taken
                supply[day, rooms, option.duration, start] += 1
    blocks = [
        (day, rooms, *run)
        for day, classes in enumerate(alike)
        for rooms in classes
        for run in _free_runs(closed[rooms[0]][day], tables.slots)
    ]
    return supply, blocks


def _free_runs(taken: int, slots: int) -> list[tuple[int, int]]:
    runs = []
    start = None
    for slot in range(slots + 1):
        free = slot < slots and not taken >> slot & 1
        if free and start is None:
            start = slot
        elif not free and start is not None:
            runs.append((start, slot))
            start = None
    return runs


def _ways(length: int, durations: Sequence[int]) -> list[Way]:
    """The sets of sessions to which none can be added in so many slots; durations are from the longest on."""
    found: list[Way] = []

    def extend(way: Way, left: int, first: int) -> None:
        for rank in range(first, len(durations)):
            if durations[rank] <= left:
                extend((*way, durations[rank]), left - durations[rank], rank)
        if left < durations[-1]:
            found.append(way)

    if durations and length >= durations[-1]:
        extend((), length, 0)
    return sorted(found, key=sum, reverse=True)[:MOST_WAYS]


def _chosen(
    blocks: Sequence[Block],
    kinds: Mapping[Kind, list[int]],
    most: Mapping[Kind, list[int]],
    random: Random,
) -> list[tuple[Block, Way]]:
    """A way for each room of each block."""
    solver = pywraplp.Solver.CreateSolver("HIGHS")
    infinity = solver.infinity()
    objective = solver.Objective()
    seats = {}
    for kind, groups in kinds.items():
        seats[kind] = solver.Constraint(len(groups), infinity)
        left_out = solver.IntVar(0, len(groups), "")
        objective.SetCoefficient(left_out, 1)
        seats[kind].SetCoefficient(left_out, 1)
    durations = sorted({duration for _, duration in kinds}, reverse=True)
    days = {
        kind: [solver.Constraint(-infinity, number) for number in numbers] for kind, numbers in most.items()
    }
    times = {}
    for block in random.sample(blocks, len(blocks)):
        day, rooms, start, end = block
        used = solver.Constraint(-infinity, len(rooms))
        held = {duration: solver.Constraint(-infinity, 0) for duration in durations}
        for suited, duration in kinds:
            if rooms[0] in suited and duration <= end - start:
                taken = solver.IntVar(0, infinity, "")
                seats[suited, duration].SetCoefficient(taken, 1)
                days[suited, duration][day].SetCoefficient(taken, 1)
                held[duration].SetCoefficient(taken, 1)
        ways = _ways(end - start, durations)
        for way in random.sample(ways, len(ways)):
            number = solver.IntVar(0, len(rooms), "")
            times[block, way] = number
            used.SetCoefficient(number, 1)
            for duration, sessions in Counter(way).items():
                held[duration].SetCoefficient(number, -sessions)
    solver.SetTimeLimit(int(1000 * CUTTING_SECONDS))
    solver.SetSolverSpecificParametersAsString(HIGHS_OPTIONS)
    if solver.Solve() not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
        return []
    return [choice for choice, number in times.items() for _ in range(round(number.solution_value()))]
