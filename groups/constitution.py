"""How a cohort is cut into groups and dealt to tutors. Plain Python, so that the same seed always gives the
same groups (A-107)."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


def group_sizes(count: int, minimum: int, target: int, maximum: int) -> list[int]:
    """Sizes of the groups for `count` interns: even within one, largest first, nearest to the target.

    No group is ever larger than `maximum` (D.1-2). When no division keeps every group at `minimum` or above
    (7 interns in groups of 4 to 6), the fewest groups under the maximum are made: some are then too small,
    which the caller has to say. Between two numbers of groups equally near the target, the smaller groups
    win, for they leave more speaking time (A-106).
    """
    if not 1 <= minimum <= target <= maximum:
        raise ValueError(f"Sizes out of order: {minimum}, {target}, {maximum}")
    if count <= 0:
        return []
    fewest = -(-count // maximum)
    allowed = [number for number in range(fewest, count + 1) if count // number >= minimum]
    number = min(
        allowed or [fewest],
        key=lambda groups: (_distance(count, groups, target), -groups),
    )
    small, larger = divmod(count, number)
    return [small + 1] * larger + [small] * (number - larger)


def _distance(count: int, groups: int, target: int) -> Fraction:
    return abs(Fraction(count, groups) - target)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a tutor may take: groups held today, and how many more."""

    held: int
    free: int


@dataclass(frozen=True, slots=True)
class DealtGroup:
    number: int
    tutor: int
    interns: tuple[int, ...]


def deal(
    interns: Sequence[int], tutors: Mapping[int, Offer], sizes: Sequence[int], seed: str
) -> list[DealtGroup]:
    """Shuffle the interns into groups of `sizes` and give each group a tutor, all of them by their keys.

    Tutors are drawn too, those with fewest groups first; nobody gets more than `free`. The outcome depends
    only on the arguments and their order: `random.Random` seeded by a string is the same on every machine.
    ValueError when the tutors cannot take that many groups, or the sizes do not add up.
    """
    if sum(sizes) != len(interns):
        raise ValueError("The sizes do not add up to the interns")
    if sum(offer.free for offer in tutors.values()) < len(sizes):
        raise ValueError("Not enough places with the tutors")
    chance = random.Random(seed)
    drawn = list(interns)
    chance.shuffle(drawn)
    order = list(tutors)
    chance.shuffle(order)
    load = {tutor: tutors[tutor].held for tutor in order}
    free = {tutor: tutors[tutor].free for tutor in order}
    dealt = []
    start = 0
    for number, size in enumerate(sizes, start=1):
        tutor = min((each for each in order if free[each]), key=lambda each: load[each])
        load[tutor] += 1
        free[tutor] -= 1
        dealt.append(DealtGroup(number, tutor, tuple(drawn[start : start + size])))
        start += size
    return dealt
