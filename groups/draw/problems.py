"""A document made ready to be drawn: people, tutors and rules by their ranks, and what holds in an
arrangement.

Everything here is stated for other languages in docs/draw.md, « What is drawn » and « The rules ».
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from groups.draw.documents import Document, DrawnGroup, SecretKind, Strength, TutorMode

RULES = ("sizes", "places", "apart", "together", "balance", "spread", "links", "choice")
NOBODY: frozenset[int] = frozenset()


@dataclass(slots=True)
class Arrangement:
    """`groups[g]`: ranks of the interns of group g + 1. `seats[g]`: rank of its tutor's place in
    `Problem.seats`."""

    groups: list[list[int]]
    seats: list[int]


@dataclass(frozen=True, slots=True)
class Satisfied:
    """« 27 / 27 »: for how many of the groups (or pairs, or wishes) a rule holds."""

    rule: str
    done: int
    of: int

    def __str__(self) -> str:
        return f"{self.done} / {self.of}"


class Problem:
    """The ranks are those of the sorted identifiers; a seat is one place of a tutor."""

    def __init__(self, document: Document) -> None:
        document = document.ordered()
        self.document = document
        self.rules = document.rules
        self.people = [person.id for person in document.people]
        self.tutors = [tutor.id for tutor in document.tutors]
        self.sizes = document.sizes()
        self.sex = [person.sex for person in document.people]
        self.department = [person.department for person in document.people]
        self.is_woman = [sex == "F" for sex in self.sex]
        self.is_man = [sex == "M" for sex in self.sex]
        rank = {person: number for number, person in enumerate(self.people)}
        tutor_rank = {tutor: number for number, tutor in enumerate(self.tutors)}
        self.wanted = [tutor_rank.get(person.wanted, -1) for person in document.people]
        self.apart = sorted(
            tuple(sorted((rank[secret.first], rank[secret.second])))
            for secret in document.secrets
            if secret.kind == SecretKind.APART
        )
        self.links = {
            (rank[secret.first], tutor_rank[secret.second])
            for secret in document.secrets
            if secret.kind == SecretKind.LINK
        }
        self.together = [(rank[first], rank[second]) for first, second in document.together]
        self.blocks = _blocks(self.together) if self.is_hard("together") else []
        self.is_hard_balance = self.is_hard("balance")
        self.is_hard_spread = self.is_hard("spread")
        self.is_hard_choice = self.is_hard("choice")
        self.is_hard_apart = self.is_hard("apart")
        self.is_hard_links = self.is_hard("links")
        self._place_seats()
        self.women = self._bounds("F")
        self.men = self._bounds("M")
        self._index_neighbours()

    def name(self, person: int) -> str:
        return self.document.people[person].label or self.people[person]

    def tutor_name(self, tutor: int) -> str:
        return self.document.tutors[tutor].label or self.tutors[tutor]

    def is_hard(self, rule: str) -> bool:
        return rule in ("sizes", "places") or getattr(self.rules, rule) == Strength.HARD

    def is_on(self, rule: str) -> bool:
        return rule in ("sizes", "places") or getattr(self.rules, rule) != Strength.OFF

    def _place_seats(self) -> None:
        """Tutors drawn: those with fewest groups first, so only the places at the last load are optional."""
        count = len(self.sizes)
        offered = [
            (tutor.held + place, number)
            for number, tutor in enumerate(self.document.tutors)
            for place in range(tutor.places)
        ]
        self.enough_places = len(offered) >= count
        if self.rules.tutors != TutorMode.DRAWN or not self.enough_places or not count:
            self.seats = [number for _, number in offered]
            self.mandatory = 0
            return
        offered.sort()
        last = offered[count - 1][0]
        self.seats = [number for load, number in offered if load <= last]
        self.mandatory = sum(load < last for load, _ in offered)

    def _bounds(self, sex: str) -> list[tuple[int, int]]:
        """Fewest and most of `sex` in each group: their share of its size, rounded down and up."""
        count = len(self.people)
        of_sex = self.sex.count(sex)
        return [(size * of_sex // count, -(-size * of_sex // count)) for size in self.sizes]

    def _index_neighbours(self) -> None:
        self.foes: list[frozenset[int]] = _neighbours(len(self.people), self.apart)
        mates = [(first, second) for block in self.blocks for first in block for second in block]
        self.mates: list[frozenset[int]] = _neighbours(len(self.people), mates)
        self.blocked = frozenset(each for block in self.blocks for each in block)
        self.linked: dict[int, set[int]] = {}
        for person, tutor in self.links:
            self.linked.setdefault(tutor, set()).add(person)

    def fits(self, arrangement: Arrangement) -> tuple[bool, bool]:
        """Whether the hard rules anybody can check hold, and whether the confidential ones do."""
        public = all(
            self.group_fits_publicly(g, members, self.seats[seat])
            for g, (members, seat) in enumerate(zip(arrangement.groups, arrangement.seats, strict=True))
        )
        return public, all(
            self.group_fits_confidentially(members, self.seats[seat])
            for members, seat in zip(arrangement.groups, arrangement.seats, strict=True)
        )

    def group_fits_publicly(self, g: int, members: Sequence[int], tutor: int) -> bool:
        return (
            (not self.is_hard_balance or self.is_balanced(g, members))
            and (not self.is_hard_spread or self.is_spread(members))
            and (not self.blocks or self._keeps_blocks(members))
            and (not self.is_hard_choice or all(self.wanted[each] in (-1, tutor) for each in members))
        )

    def group_fits_confidentially(self, members: Sequence[int], tutor: int) -> bool:
        if self.is_hard_apart and any(not self.foes[each].isdisjoint(members) for each in members):
            return False
        return not self.is_hard_links or self.linked.get(tutor, NOBODY).isdisjoint(members)

    def broken(self, g: int, members: Sequence[int], seat: int) -> int:
        """How many of the hard rules do not hold in group `g`, counting each person who is in the way."""
        tutor = self.seats[seat]
        return (
            (self.is_hard_balance and not self.is_balanced(g, members))
            + (self.is_hard_spread and not self.is_spread(members))
            + sum(not self.mates[each].issubset(members) for each in members)
            + (self.is_hard_choice and sum(self.wanted[each] not in (-1, tutor) for each in members))
            + (self.is_hard_apart and sum(not self.foes[each].isdisjoint(members) for each in members))
            + (self.is_hard_links and sum((each, tutor) in self.links for each in members))
        )

    def is_balanced(self, g: int, members: Sequence[int]) -> bool:
        fewest, most = self.women[g]
        if not fewest <= sum([self.is_woman[each] for each in members]) <= most:
            return False
        fewest, most = self.men[g]
        return fewest <= sum([self.is_man[each] for each in members]) <= most

    def is_spread(self, members: Sequence[int]) -> bool:
        """Unknown departments count for nothing; a small group needs no more departments than interns."""
        known = {self.department[each] for each in members}
        return len(known) - ("" in known) >= min(self.rules.departments, len(members))

    def _keeps_blocks(self, members: Sequence[int]) -> bool:
        return self.blocked.isdisjoint(members) or all(self.mates[each].issubset(members) for each in members)

    def satisfied(self, arrangement: Arrangement) -> list[Satisfied]:
        """Each rule that is on, in the order of RULES."""
        groups, tutors = arrangement.groups, [self.seats[seat] for seat in arrangement.seats]
        count = len(groups)
        group_of = {each: g for g, members in enumerate(groups) for each in members}
        wishes = [each for each in range(len(self.people)) if self.wanted[each] >= 0]
        rules = self.rules
        counted = {
            "sizes": (sum(rules.minimum <= len(each) <= rules.maximum for each in groups), count),
            "places": (count, count),
            "apart": (sum(group_of[a] != group_of[b] for a, b in self.apart), len(self.apart)),
            "together": (sum(group_of[a] == group_of[b] for a, b in self.together), len(self.together)),
            "balance": (sum(self.is_balanced(g, each) for g, each in enumerate(groups)), count),
            "spread": (sum(self.is_spread(each) for each in groups), count),
            "links": (
                sum(
                    self.linked.get(tutor, NOBODY).isdisjoint(members)
                    for members, tutor in zip(groups, tutors, strict=True)
                ),
                count,
            ),
            "choice": (sum(self.wanted[each] == tutors[group_of[each]] for each in wishes), len(wishes)),
        }
        return [Satisfied(rule, *counted[rule]) for rule in RULES if self.is_on(rule)]

    def violations(self, satisfied: Iterable[Satisfied]) -> int:
        """How far an arrangement is from the preferences: what does not hold of the preferred rules."""
        return sum(each.of - each.done for each in satisfied if not self.is_hard(each.rule))

    def drawn_groups(self, arrangement: Arrangement) -> tuple[DrawnGroup, ...]:
        return tuple(
            DrawnGroup(
                g + 1, self.tutors[self.seats[seat]], tuple(self.people[each] for each in sorted(members))
            )
            for g, (members, seat) in enumerate(zip(arrangement.groups, arrangement.seats, strict=True))
        )

    def arrangement(self, groups: Sequence[DrawnGroup]) -> Arrangement:
        """The arrangement that `groups` describe; ValueError when they are not one of this document's."""
        rank = {person: number for number, person in enumerate(self.people)}
        free: dict[int, list[int]] = {}
        for seat, tutor in enumerate(self.seats):
            free.setdefault(tutor, []).append(seat)
        try:
            members = [[rank[person] for person in group.interns] for group in groups]
            seats = [free[self.tutors.index(group.tutor)].pop(0) for group in groups]
        except (KeyError, IndexError, ValueError) as problem:
            raise ValueError("The groups are not of this document") from problem
        if (
            [group.number for group in groups] != list(range(1, len(self.sizes) + 1))
            or [len(each) for each in members] != self.sizes
            or sorted(each for group in members for each in group) != list(range(len(self.people)))
            or not set(range(self.mandatory)) <= set(seats)
        ):
            raise ValueError("The groups are not of this document")
        return Arrangement(members, seats)


def _neighbours(count: int, pairs: Iterable[tuple[int, ...]]) -> list[frozenset[int]]:
    found: list[set[int]] = [set() for _ in range(count)]
    for first, second in pairs:
        if first != second:
            found[first].add(second)
            found[second].add(first)
    return [frozenset(each) for each in found]


def _blocks(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """People who stay together, directly or through others, each block by its smallest rank."""
    block_of: dict[int, list[int]] = {}
    for first, second in pairs:
        merged = sorted({*block_of.get(first, [first]), *block_of.get(second, [second])})
        for each in merged:
            block_of[each] = merged
    return sorted({id(block): block for block in block_of.values()}.values())
