"""The least repairs of standing groups: one need is mended after the other, with ever more people moved."""

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial

from groups.draw.documents import Person, SecretKind, Strength
from groups.draw.repair_costs import Plan, Rater
from groups.draw.standing import Event, EventKind, Handover, Move, State

MOST_MOVES = 30
NOBODY: frozenset[str] = frozenset()
NODES = 8_000


@dataclass(frozen=True, slots=True)
class Node:
    """Groups on the way to a repair: people and tutor of each open group, by its number. `homeless` people
    wait for a group; who is in `settled` does not move again; `left`: how many more people may be moved."""

    members: Mapping[int, frozenset[str]]
    tutors: Mapping[int, str]
    left: int
    homeless: tuple[str, ...] = ()
    settled: frozenset[str] = frozenset()


class Search:
    """All the least repairs of one event, in an order drawn from the state: when there are too many, those
    met first are not of anybody's choice."""

    def __init__(self, state: State, event: Event) -> None:
        self.state = state
        self.event = event
        self.smallest = state.smallest or state.rules.minimum
        self.before = {person: group.number for group in state.groups for person in group.interns}
        self.groups = {group.number: frozenset(group.interns) for group in state.groups}
        apart = [(each.first, each.second) for each in state.secrets if each.kind == SecretKind.APART]
        self.foes = _both_ways(apart) if state.rules.apart == Strength.HARD else {}
        self.mates = _both_ways(state.together) if state.rules.together == Strength.HARD else {}
        self.links = {
            (each.first, each.second)
            for each in state.secrets
            if each.kind == SecretKind.LINK and state.rules.links == Strength.HARD
        }
        self.rater = Rater(state, self._newcomer())
        self.chance = random.Random(hashlib.sha256(repr((state.groups, event)).encode()).digest())
        self.nodes = 0

    def _newcomer(self) -> Person | None:
        """Who arrives; ValueError when the event is not about this state."""
        event = self.event
        if event.kind == EventKind.TUTOR_LEAVES:
            if event.tutor not in {group.tutor for group in self.state.groups}:
                raise ValueError("This tutor leads no group")
            return None
        if event.person is None or (event.person.id in self.before) == (event.kind == EventKind.ARRIVAL):
            raise ValueError("The person is not one who can come, or go")
        return event.person if event.kind == EventKind.ARRIVAL else None

    def least(self) -> list[Plan]:
        """The repairs of the least cost."""
        for moved in range(MOST_MOVES + 1):
            self.nodes = 0
            found = dict.fromkeys(
                self._plan(node) for root in self._roots(moved) for node in self._mended(root)
            )
            if found:
                least = min(plan.cost for plan in found)
                return [plan for plan in found if plan.cost == least]
        return []

    def _plan(self, node: Node) -> Plan:
        after = {person: number for number, people in node.members.items() for person in people}
        moves = tuple(
            Move(person, self.before.get(person, 0), after.get(person, 0))
            for person in sorted({*self.before, *after})
            if self.before.get(person, 0) != after.get(person, 0)
        )
        tutors = {group.number: group.tutor for group in self.state.groups}
        handovers = tuple(
            Handover(number, tutors.get(number, ""), node.tutors.get(number, ""))
            for number in sorted({*tutors, *node.tutors})
            if tutors.get(number) != node.tutors.get(number)
        )
        moved = sum(self.event.person is None or move.person != self.event.person.id for move in moves)
        return Plan(moves, handovers, self.rater.cost(node.members, moved))

    def _roots(self, left: int) -> Iterator[Node]:
        """The groups just after the event, for each way tutors can take over or take a new group."""
        tutors = {group.number: group.tutor for group in self.state.groups}
        node = Node(self.groups, tutors, left)
        event, person = self.event, self.event.person
        if person is None:
            yield from self._handed_over(
                node, [number for number, tutor in tutors.items() if tutor == event.tutor]
            )
        elif event.kind == EventKind.ARRIVAL:
            arrived = replace(node, homeless=(person.id,))
            yield arrived
            new = max(self.groups) + 1
            for tutor in self._lightest(frozenset({person.id}), ()):
                yield replace(
                    arrived, members={**self.groups, new: frozenset()}, tutors={**tutors, new: tutor}
                )
        else:
            number = self.before[person.id]
            yield replace(node, members={**self.groups, number: self.groups[number] - {person.id}})

    def _handed_over(self, node: Node, orphans: list[int], takers: tuple[str, ...] = ()) -> Iterator[Node]:
        """Those who lead the fewest groups take those of a tutor who leaves; what nobody takes closes."""
        if not orphans:
            yield node
            return
        number, *others = orphans
        able = self._lightest(node.members[number], takers)
        for tutor in able:
            taken = replace(node, tutors={**node.tutors, number: tutor})
            yield from self._handed_over(taken, others, (*takers, tutor))
        if not able:
            yield from self._handed_over(self._closed(node, number), others, takers)

    def _lightest(self, members: frozenset[str], takers: Sequence[str]) -> list[str]:
        """Who can take one more group with these people, and leads the fewest."""
        loads = {
            tutor.id: tutor.held + takers.count(tutor.id)
            for tutor in self.state.tutors
            if tutor.places > takers.count(tutor.id)
            and tutor.id != self.event.tutor
            and not any((each, tutor.id) in self.links for each in members)
        }
        return [tutor for tutor, load in loads.items() if load == min(loads.values())]

    def _closed(self, node: Node, number: int) -> Node:
        """The group closes: its people wait for another."""
        leaving = sorted(node.members[number])
        moved = sum(each not in node.settled for each in leaving)
        return replace(
            node,
            members={each: people for each, people in node.members.items() if each != number},
            tutors={each: tutor for each, tutor in node.tutors.items() if each != number},
            homeless=(*node.homeless, *leaving),
            left=node.left - moved,
        )

    def _mended(self, node: Node) -> Iterator[Node]:
        """Every way to meet all needs from here."""
        self.nodes += 1
        if self.nodes > NODES or node.left < self._lack(node):
            return
        following = self._following(node)
        if following is None:
            yield node
            return
        self.chance.shuffle(following)
        for each in following:
            yield from self._mended(each())

    def _lack(self, node: Node) -> int:
        """At least so many people still have to be moved; more than there are when there is no room for
        all."""
        sizes = [len(people) for people in node.members.values()]
        if sum(sizes) + len(node.homeless) > self.state.rules.maximum * len(sizes):
            return len(self.before) + 1
        lack = sum(min(self.smallest - size, size or self.smallest) for size in sizes if size < self.smallest)
        return max(0, lack - len(node.homeless))

    def _following(self, node: Node) -> list[Callable[[], Node]] | None:
        """The ways to mend the first need; None when there is none."""
        if node.homeless:
            first, *others = node.homeless
            waiting = replace(node, homeless=tuple(others))
            return [partial(self._moved, waiting, first, number) for number in self._even(node, first)]
        for number, people in node.members.items():
            if people != self.groups.get(number):
                following = self._mend(node, number, people)
                if following is not None:
                    return following
        return None

    def _mend(self, node: Node, number: int, people: frozenset[str]) -> list[Callable[[], Node]] | None:
        """The ways to mend the first need of a group that has changed."""
        for each in sorted(people):
            foes = self.foes.get(each, NOBODY) & people
            if foes:
                return self._away(node, number, {each, min(foes)})
            for mate in self.mates.get(each, NOBODY) - people:
                if self.before.get(mate) == self.before.get(each):
                    return self._joined(node, number, {mate})
        if len(people) > self.state.rules.maximum:
            return self._away(node, number, people)
        if len(people) < self.smallest:
            donors = [each for each, others in node.members.items() if len(others) > self.smallest]
            following = self._joined(node, number, {each for donor in donors for each in node.members[donor]})
            return [*following, partial(self._closed, node, number)] if people else following
        return None

    def _away(self, node: Node, number: int, people: AbstractSet[str]) -> list[Callable[[], Node]]:
        """One of these people leaves the group for another that has room."""
        after = replace(node, left=node.left - 1)
        return [
            partial(self._moved, after, each, other)
            for each in sorted(people - node.settled)
            if each in self.before
            for other in node.members
            if other != number and self._fits(after, each, other) and self._has_room(node, other)
        ]

    def _joined(self, node: Node, number: int, people: AbstractSet[str]) -> list[Callable[[], Node]]:
        """One of these people comes into the group from another."""
        after = replace(node, left=node.left - 1)
        return [
            partial(self._moved, after, each, number)
            for each in sorted(people - node.settled)
            if self._fits(after, each, number)
        ]

    def _moved(self, node: Node, person: str, number: int) -> Node:
        members = dict(node.members)
        before = self.before.get(person, 0)
        if before in members:
            members[before] = members[before] - {person}
        members[number] = members[number] | {person}
        return replace(node, members=members, settled=node.settled | {person})

    def _fits(self, node: Node, person: str, number: int) -> bool:
        """Whether the person may come: at once, or by moving somebody on."""
        foes = self.foes.get(person, NOBODY) & node.members[number]
        return (
            (self._has_room(node, number) or node.left > 0)
            and (not foes or (node.left > 0 and not foes & node.settled))
            and (person, node.tutors[number]) not in self.links
        )

    def _has_room(self, node: Node, number: int) -> bool:
        return len(node.members[number]) < self.state.rules.maximum

    def _even(self, node: Node, person: str) -> list[int]:
        """Where somebody who waits may go: with those he or she stays with, or else so that, when everybody
        is placed, sizes are as even as they can be."""
        mates = self.mates.get(person, NOBODY) & node.settled
        sizes = {
            number: len(people)
            for number, people in node.members.items()
            if mates <= people and self._fits(node, person, number)
        }
        filled = dict(sizes)
        level = 0
        for _ in node.homeless if filled else ():
            number = min(filled, key=lambda each: filled[each])
            filled[number] += 1
            level = max(level, filled[number])
        return [number for number, size in sizes.items() if size < level]


def _both_ways(pairs: Sequence[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for first, second in pairs:
        found[first] = found.get(first, NOBODY) | {second}
        found[second] = found.get(second, NOBODY) | {first}
    return found
