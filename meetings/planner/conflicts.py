"""When groups can't all be placed: a smallest set of facts that together forbid it.

Groups that can't be placed together come from the tutors of those left out, or else from a proof for all.
Then each fact is dropped in turn: what is possible without it shows that it is needed.
"""

import time
from collections.abc import Callable, Collection, Mapping

from .facts import Speaker
from .feasibility import examine, placed_by_hand
from .instance import Instance, Solution
from .options import options_of
from .outcome import Conflict
from .rules import GROUP, PIN, Rule, in_words, restricted, rules_of
from .shortage import TOLERANCE, Prices, shortage, too_many
from .singling import singled_out
from .tables import Place, Tables
from .verdict import Verdict

TUTOR_SECONDS = 1.0
NOTHING = Solution()

DROPPED_FIRST = (
    "max_per_day",
    "tutor_unavailable",
    "seminar",
    "room_capacity",
    "room_unsuited",
    "room_closed",
)
"""Kinds of facts in the order in which they are dropped where that costs nothing."""


def find_conflict(
    instance: Instance,
    left_out: Collection[str],
    *,
    seconds: float,
    near: Solution = NOTHING,
    pinned: Solution = NOTHING,
    names: Mapping[str, str] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Conflict | Mapping[int, Place] | None:
    """Why the groups left out can't be placed with the others, or places for all; None if time runs out.

    `near` is the plan that leaves them out.
    """
    return _Inquiry(instance, near, pinned, time.monotonic() + seconds, should_stop).run(left_out, names)


class _Inquiry:
    def __init__(
        self,
        instance: Instance,
        near: Solution,
        pinned: Solution,
        deadline: float,
        should_stop: Callable[[], bool],
    ) -> None:
        self._instance = instance
        self._pinned = {session.group: session for session in pinned.sessions}
        self._near = _by_id(Tables(instance), Tables(instance).places(near))
        self._deadline, self._should_stop = deadline, should_stop
        self._needed: set[Rule] = set()

    def run(
        self, left_out: Collection[str], names: Mapping[str, str] | None
    ) -> Conflict | Mapping[int, Place] | None:
        every = rules_of(self._instance, self._pinned)
        rules = self._of_one_tutor(left_out, every)
        if rules is None:
            verdict = self._examine(every, self._left())
            if verdict.places is not None:
                return verdict.places
            if verdict.culprits is None:
                return None
            rules = self._reduced(every, verdict)
            self._single_out(rules)
            if verdict.prices is None:
                rules = self._thinned(rules, rules)
        core, complete = self._smallest(rules)
        facts = in_words(self._instance, core, Speaker(self._instance, names), self._pinned)
        return Conflict(facts, complete)

    def _of_one_tutor(self, left_out: Collection[str], every: list[Rule]) -> list[Rule] | None:
        """What forbids one tutor's groups even with the house to themselves."""
        groups = {group.id: group for group in self._instance.groups}
        tutors = dict.fromkeys(tutor for id_ in left_out for tutor in groups[id_].teachers)
        for tutor in tutors:
            taught = {group.id for group in groups.values() if tutor in group.teachers}
            if self._left() <= 0 or self._should_stop():
                return None
            rules = self._about(every, taught)
            verdict = self._examine(rules, min(TUTOR_SECONDS, self._left()))
            if verdict.culprits is not None:
                return self._reduced(rules, verdict)
        return None

    def _about(self, rules: list[Rule], groups: Collection[str]) -> list[Rule]:
        """The rules that can matter to some groups: theirs, their teachers', their cohorts', all rooms'."""
        known = [group for group in self._instance.groups if group.id in groups]
        people = {teacher for group in known for teacher in group.teachers}
        cohorts = {group.cohort for group in known}
        concerned = {
            GROUP: set(groups),
            PIN: set(groups),
            "max_per_day": people,
            "tutor_unavailable": people,
            "seminar": cohorts,
        }
        return [rule for rule in rules if rule.subject in concerned.get(rule.kind, {rule.subject})]

    def _reduced(self, rules: list[Rule], verdict: Verdict) -> list[Rule]:
        """The rules that a verdict of "impossible" rests on."""
        ids = [group.id for group in restricted(self._instance, rules).groups]
        rules = self._about(rules, {ids[group] for group in verdict.culprits or ()})
        if verdict.prices is None:
            return rules
        facts = [rule for kind in DROPPED_FIRST for rule in rules if rule.kind == kind]
        if facts:
            rules = self._without(rules, facts, verdict.prices)
        tables, pinned = self._tables(rules)
        short = too_many(tables, options_of(tables, pinned), verdict.prices)
        return self._about(rules, {tables.instance.groups[group].id for group in short})

    def _without(self, rules: list[Rule], doubtful: list[Rule], prices: Prices) -> list[Rule]:
        """Drop as many of the doubtful rules as leave a shortage at these prices."""
        fewer = [rule for rule in rules if rule not in doubtful]
        tables, pinned = self._tables(fewer)
        if shortage(tables, options_of(tables, pinned), prices) > TOLERANCE:
            return fewer
        if len(doubtful) == 1:
            return rules
        half = len(doubtful) // 2
        return self._without(self._without(rules, doubtful[:half], prices), doubtful[half:], prices)

    def _thinned(self, rules: list[Rule], doubtful: list[Rule]) -> list[Rule]:
        """Drop many rules at once where no prices say which."""
        doubtful = [rule for rule in doubtful if rule in rules and rule not in self._needed]
        if not doubtful or self._left() <= 0 or self._should_stop():
            return rules
        fewer = [rule for rule in rules if rule not in doubtful]
        verdict = self._examine(fewer, self._left() / 4)
        if verdict.culprits is not None:
            return self._reduced(fewer, verdict)
        if len(doubtful) == 1:
            return rules
        half = len(doubtful) // 2
        return self._thinned(self._thinned(rules, doubtful[:half]), doubtful[half:])

    def _single_out(self, rules: list[Rule]) -> None:
        """Learn of groups without which all others find a place: fewer rules need them too."""
        tables, pinned = self._tables(rules)
        plans = singled_out(
            tables,
            pinned=pinned,
            near=placed_by_hand(tables, pinned, self._nearby(tables)),
            known={tables.group_index[rule.subject] for rule in self._needed if rule in rules},
            should_stop=lambda: self._left() <= 0 or self._should_stop(),
        )
        if plans:
            self._remember(tables, list(plans.values())[-1])
        self._needed |= {Rule(GROUP, tables.instance.groups[group].id) for group in plans}

    def _smallest(self, rules: list[Rule]) -> tuple[list[Rule], bool]:
        """Drop whatever isn't needed; whether each of the rest was shown to be."""
        rules, doubtful = self._tried(rules, rules)
        rules, doubtful = self._tried(rules, doubtful)
        return rules, not doubtful

    def _tried(self, rules: list[Rule], some: list[Rule]) -> tuple[list[Rule], list[Rule]]:
        """Drop those of some rules that aren't needed; which of them it isn't known of.

        Each may take half of the time left, until that was too little for one: the next have but a moment.
        """
        doubtful: list[Rule] = []
        for rule in some:
            if rule in self._needed or rule not in rules:
                continue
            if self._left() <= 0 or self._should_stop():
                doubtful.append(rule)
                continue
            fewer = _all_but(rules, rule)
            verdict = self._examine(fewer, 0 if doubtful else self._left() / 2)
            if verdict.culprits is not None:
                rules = self._reduced(fewer, verdict)
            elif verdict.places is None:
                doubtful.append(rule)
            elif rule.kind == GROUP:
                self._single_out(rules)
        return rules, [rule for rule in doubtful if rule in rules]

    def _examine(self, rules: list[Rule], seconds: float) -> Verdict:
        tables, pinned = self._tables(rules)
        near = self._nearby(tables)
        verdict = examine(tables, pinned=pinned, near=near, seconds=seconds, should_stop=self._should_stop)
        if verdict.places is not None:
            self._remember(tables, verdict.places)
        return verdict

    def _remember(self, tables: Tables, places: Mapping[int, Place]) -> None:
        """Start from these places next, and try earlier ones for the other groups only after them."""
        self._near = _by_id(tables, places) | {
            id_: place for id_, place in self._near.items() if tables.group_index.get(id_) not in places
        }

    def _nearby(self, tables: Tables) -> dict[int, Place]:
        """The last plan met, of these groups."""
        known = tables.group_index
        return {known[id_]: place for id_, place in self._near.items() if id_ in known}

    def _tables(self, rules: list[Rule]) -> tuple[Tables, dict[int, Place]]:
        """The instance in which these rules alone hold, and its pins."""
        tables = Tables(restricted(self._instance, rules))
        pinned = {}
        for id_, session in self._pinned.items():
            place = tables.place(session)
            if place is not None and Rule(PIN, id_) in rules and id_ in tables.group_index:
                pinned[tables.group_index[id_]] = place
        return tables, pinned

    def _left(self) -> float:
        return self._deadline - time.monotonic()


def _all_but(rules: list[Rule], one: Rule) -> list[Rule]:
    """Without a rule; a group takes its pin with it."""
    return [
        rule
        for rule in rules
        if rule != one and not (one.kind == GROUP and rule.kind == PIN and rule.subject == one.subject)
    ]


def _by_id(tables: Tables, places: Mapping[int, Place]) -> dict[str, Place]:
    return {tables.instance.groups[group].id: place for group, place in places.items()}
