"""What a repair costs, in numbers to compare and in French words."""

from collections.abc import Mapping
from typing import NamedTuple

from design.french import in_words
from groups.draw.documents import Person, Strength
from groups.draw.standing import Cost, Handover, Move, State


class Plan(NamedTuple):
    moves: tuple[Move, ...]
    handovers: tuple[Handover, ...]
    cost: Cost


class Rater:
    """Compares groups with those of the state. `newcomer`: who is not yet among its people."""

    def __init__(self, state: State, newcomer: Person | None) -> None:
        self.state = state
        self.people = {person.id: person for person in state.people}
        if newcomer is not None:
            self.people[newcomer.id] = newcomer
        self.before = {group.number: frozenset(group.interns) for group in state.groups}
        placed = [self.people[each] for people in self.before.values() for each in people]
        self.total = len(placed)
        self.of_sex = {sex: sum(person.sex == sex for person in placed) for sex in ("F", "M")}

    def cost(self, members: Mapping[int, frozenset[str]], moved: int) -> Cost:
        uneven = self._uneven(members) - self._uneven(self.before)
        changed = [number for number, people in members.items() if people != self.before.get(number)]
        broken = sum(
            holds(self.before.get(number, members[number])) and not holds(members[number])
            for number in changed
            for holds in (self._is_balanced, self._is_spread)
        )
        return Cost(moved, uneven, broken)

    def _uneven(self, members: Mapping[int, frozenset[str]]) -> int:
        return sum((len(people) - self.state.rules.target) ** 2 for people in members.values())

    def _is_balanced(self, people: frozenset[str]) -> bool:
        if self.state.rules.balance == Strength.OFF:
            return True
        for sex, of_sex in self.of_sex.items():
            share = len(people) * of_sex
            here = sum(self.people[each].sex == sex for each in people)
            if not share // self.total <= here <= -(-share // self.total):
                return False
        return True

    def _is_spread(self, people: frozenset[str]) -> bool:
        if self.state.rules.spread == Strength.OFF:
            return True
        known = {self.people[each].department for each in people} - {""}
        return len(known) >= min(self.state.rules.departments, len(people))


def sentence(state: State, plan: Plan) -> str:
    """« Personne ne change de groupe. Le groupe 3 passe de cinq à quatre internes. »"""
    said = [_moved(plan.cost.moved)]
    sizes = {group.number: len(group.interns) for group in state.groups}
    after = dict(sizes)
    for move in plan.moves:
        if move.before:
            after[move.before] -= 1
        if move.after:
            after[move.after] = after.get(move.after, 0) + 1
    closed = {handover.group for handover in plan.handovers if not handover.after}
    labels = {tutor.id: tutor.label or tutor.id for tutor in state.tutors}
    for handover in plan.handovers:
        said.append(_handed_over(handover, labels, after))
    said += [
        f"Le groupe {number} passe de {in_words(sizes[number])} à {in_words(after[number])} internes."
        for number in sorted(sizes)
        if after[number] != sizes[number] and number not in closed
    ]
    if plan.cost.broken:
        said.append(
            "L’équilibre des femmes et des hommes, ou celui des départements, n’est plus tenu dans "
            f"{in_words(plan.cost.broken)} cas."
        )
    return " ".join(said)


def _moved(count: int) -> str:
    if not count:
        return "Personne ne change de groupe."
    if count == 1:
        return "Une personne change de groupe."
    return f"{in_words(count).capitalize()} personnes changent de groupe."


def _handed_over(handover: Handover, labels: Mapping[str, str], sizes: Mapping[int, int]) -> str:
    if not handover.after:
        return f"Le groupe {handover.group} ferme."
    tutor = labels[handover.after]
    if not handover.before:
        return f"{tutor} prend un nouveau groupe, de {in_words(sizes[handover.group])} internes."
    return f"{tutor} reprend le groupe {handover.group}."
