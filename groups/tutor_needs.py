"""How many groups and tutors a cohort asks for, against those there are (A-167, A-171)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from design.french import plural
from groups.tutor_loads import NATIONAL_TUTEES, Capacity, total_free


@dataclass(frozen=True)
class Need:
    """What cohorts of `interns` in groups of `size` ask for: groups, and tutors under each ceiling."""

    size: int
    groups: int
    by_groups: int
    by_tutees: int
    all_by_groups: int
    all_by_tutees: int


def needs_of(
    interns: int, *, cohorts: int, groups_per_tutor: int, sizes: Iterable[int] = (4, 5, 6)
) -> list[Need]:
    """What a cohort of `interns` asks for by group size, alone and when `cohorts` of them run together.

    142 interns in groups of 5 make 29 groups; three such cohorts want 29 tutors at 3 groups each, or 48 at 9
    tutees (B.18).
    """
    return [
        Need(
            size=size,
            groups=ceil(interns / size),
            by_groups=ceil(ceil(interns / size) / groups_per_tutor),
            by_tutees=ceil(interns / NATIONAL_TUTEES),
            all_by_groups=ceil(cohorts * ceil(interns / size) / groups_per_tutor),
            all_by_tutees=ceil(cohorts * interns / NATIONAL_TUTEES),
        )
        for size in sizes
    ]


@dataclass(frozen=True, slots=True)
class Supply:
    """What the tutors may still take: how many of them, groups under the limit of each, and tutees under the
    national ceiling."""

    tutors: int
    groups: int
    tutees: int


def supply_of(capacities: Sequence[Capacity]) -> Supply:
    """What `groups.tutor_loads.capacities` offer together."""
    offered = [each for each in capacities if each.is_offered]
    free = (NATIONAL_TUTEES - each.tutor.tutee_count for each in offered)  # type: ignore[attr-defined]
    return Supply(len(offered), total_free(offered), sum(max(0, each) for each in free))


@dataclass(frozen=True, slots=True)
class Balance:
    """A need against the supply. `groups_left` and `tutees_left` are negative when something is missing."""

    need: Need
    groups_left: int
    tutees_left: int
    tutors_missing_by_groups: int
    tutors_missing_by_tutees: int

    @property
    def groups_in_words(self) -> str:
        """`il reste 4 groupes`, `il manque 2 groupes`."""
        return _left(self.groups_left, "groupe")

    @property
    def tutees_in_words(self) -> str:
        return _left(self.tutees_left, "interne")


def _left(count: int, what: str) -> str:
    if count < 0:
        return f"il manque {plural(-count, what)}"
    return f"il reste {plural(count, what)}" if count else "juste assez"


def balances(interns: int, supply: Supply, *, groups_per_tutor: int) -> list[Balance]:
    """The needs of a cohort of `interns` at 4, 5 and 6 a group, against what there is."""
    found = []
    for need in needs_of(interns, cohorts=1, groups_per_tutor=groups_per_tutor):
        groups, tutees = supply.groups - need.groups, supply.tutees - interns
        found.append(
            Balance(
                need=need,
                groups_left=groups,
                tutees_left=tutees,
                tutors_missing_by_groups=ceil(max(0, -groups) / groups_per_tutor),
                tutors_missing_by_tutees=ceil(max(0, -tutees) / NATIONAL_TUTEES),
            )
        )
    return found
