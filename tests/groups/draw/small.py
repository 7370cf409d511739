"""A roster small enough for all its valid partitions to be counted."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations

from groups.draw import Document, DrawnGroup, Person, Rules, Secret, Tutor
from groups.draw.problems import Arrangement, Problem
from tests.groups.draw.rosters import BEACON

PEOPLE = tuple(
    Person(f"i{number}", sex="FFMFMFM"[number], department=["37", "45", "37", "18", "45", "37", "18"][number])
    for number in range(7)
)
OPEN = Document(
    cohort="2026",
    people=PEOPLE[:5],
    tutors=(Tutor("t1", 1), Tutor("t2", 1), Tutor("t3", 1), Tutor("t4", 1, held=1)),
    rules=Rules(2, 2, 3),
    source=BEACON,
)
STRICT = replace(
    OPEN,
    people=PEOPLE,
    rules=Rules(2, 2, 3, balance="hard", spread="hard", departments=2),
    together=(("i0", "i2"),),
    secrets=(Secret("apart", "i1", "i4", "0a" * 16), Secret("link", "i3", "t1", "0b" * 16)),
)


def partitions(document: Document) -> list[tuple[DrawnGroup, ...]]:
    """Every valid draw, by brute force."""
    problem = Problem(document)
    seats = range(len(problem.seats))
    return [
        problem.drawn_groups(arrangement)
        for groups in _splits(frozenset(range(len(problem.people))), problem.sizes)
        for chosen in permutations(seats, len(problem.sizes))
        if set(range(problem.mandatory)) <= set(chosen)
        and all(problem.fits(arrangement := Arrangement(groups, list(chosen))))
    ]


def _splits(people: frozenset[int], sizes: list[int]) -> Iterator[list[list[int]]]:
    if not sizes:
        yield []
        return
    for group in combinations(sorted(people), sizes[0]):
        for others in _splits(people - set(group), sizes[1:]):
            yield [list(group), *others]
