"""When groups can't all be placed: a smallest set of facts that together forbid it.

Groups that can't be placed together come from the tutors of those left out, or else from CP-SAT's own proof.
Then each fact is dropped in turn: what is possible without it shows that it is needed.
"""

import time
from collections.abc import Callable, Collection, Mapping

from .facts import Speaker
from .feasibility import Verdict, examine
from .instance import Instance, Solution
from .outcome import Conflict
from .rules import GROUP, PIN, Rule, in_words, restricted, rules_of
from .tables import Place, Tables

CHECK_SECONDS = 1.0
NO_PINS = Solution()

DROPPED_TOGETHER = (
    "max_per_day",
    "tutor_unavailable",
    "seminar",
    "room_capacity",
    "room_unsuited",
    "room_closed",
)
"""Kinds of facts that often don't matter at all, and are then dropped at once."""


def find_conflict(
    instance: Instance,
    left_out: Collection[str],
    *,
    seconds: float,
    pinned: Solution = NO_PINS,
    names: Mapping[str, str] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Conflict | Mapping[int, Place] | None:
    """Why the groups left out can't be placed with the others, or places for all; None if time runs out."""
    return _Inquiry(instance, pinned, time.monotonic() + seconds, should_stop).run(left_out, names)


class _Inquiry:
    def __init__(
        self, instance: Instance, pinned: Solution, deadline: float, should_stop: Callable[[], bool]
    ) -> None:
        self._instance = instance
        self._pinned = {session.group: session for session in pinned.sessions}
        self._deadline, self._should_stop = deadline, should_stop

    def run(
        self, left_out: Collection[str], names: Mapping[str, str] | None
    ) -> Conflict | Mapping[int, Place] | None:
        every = rules_of(self._instance, self._pinned)
        culprits = self._of_one_tutor(left_out, every)
        if culprits is None:
            verdict = self._examine(every, self._left())
            if verdict.places is not None:
                return verdict.places
            if verdict.culprits is None:
                return None
            culprits = {self._instance.groups[group].id for group in verdict.culprits}
        core, complete = self._smallest(self._about(every, culprits))
        facts = in_words(self._instance, core, Speaker(self._instance, names), self._pinned)
        return Conflict(facts, complete)

    def _of_one_tutor(self, left_out: Collection[str], every: list[Rule]) -> set[str] | None:
        """Groups of one tutor that can't all be placed even with the house to themselves."""
        groups = {group.id: group for group in self._instance.groups}
        tutors = dict.fromkeys(tutor for id_ in left_out for tutor in groups[id_].teachers)
        for tutor in tutors:
            taught = {group.id for group in groups.values() if tutor in group.teachers}
            if self._left() <= 0 or self._should_stop():
                return None
            if self._examine(self._about(every, taught), min(1.0, self._left())).culprits is not None:
                return taught
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

    def _smallest(self, rules: list[Rule]) -> tuple[list[Rule], bool]:
        """Drop whatever isn't needed, and whether there was time to try everything."""
        complete = True
        for kind in DROPPED_TOGETHER:
            fewer = [rule for rule in rules if rule.kind != kind]
            if (
                self._left() > 0
                and self._examine(fewer, min(CHECK_SECONDS, self._left())).culprits is not None
            ):
                rules = fewer
        for rule in list(rules):
            if rule not in rules:
                continue
            if self._left() <= 0 or self._should_stop():
                return rules, False
            fewer = [
                other
                for other in rules
                if other != rule
                and not (rule.kind == GROUP and other.kind == PIN and other.subject == rule.subject)
            ]
            verdict = self._examine(fewer, min(CHECK_SECONDS, self._left()))
            if verdict.culprits is not None:
                needed = {restricted(self._instance, fewer).groups[group].id for group in verdict.culprits}
                rules = [
                    other for other in fewer if other.kind not in (GROUP, PIN) or other.subject in needed
                ]
            elif verdict.places is None:
                complete = False
        return rules, complete

    def _examine(self, rules: list[Rule], seconds: float) -> Verdict:
        tables = Tables(restricted(self._instance, rules))
        pinned = {}
        for id_, session in self._pinned.items():
            place = tables.place(session)
            if place is not None and Rule(PIN, id_) in rules and id_ in tables.group_index:
                pinned[tables.group_index[id_]] = place
        return examine(tables, pinned=pinned, seconds=seconds)

    def _left(self) -> float:
        return self._deadline - time.monotonic()
