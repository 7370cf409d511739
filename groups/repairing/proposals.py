"""Repairs as people read them: who moves, from which group to which, and who takes over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from groups.draw import Repair
from groups.drawing.documents import interns_named, tutors_named
from groups.models import Cohort, Intern, Tutor, TutorialGroup

NUMBERED = re.compile(r"\bgroupe (\d+)\b")


@dataclass(frozen=True, slots=True)
class Step:
    """One person who comes, goes or moves; codes of groups, empty for none."""

    intern: Intern
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Takeover:
    """A tutor who takes the group of this code."""

    tutor: Tutor
    code: str


@dataclass(frozen=True, slots=True)
class Proposal:
    rank: int
    sentence: str
    steps: tuple[Step, ...]
    takeovers: tuple[Takeover, ...]


def proposals_of(cohort: Cohort, found: Sequence[Repair], *, first: int = 1) -> list[Proposal]:
    """`found` with the people named, in the same order, numbered from `first`; two queries."""
    people = interns_named({move.person for repair in found for move in repair.moves})
    tutors = tutors_named({each.after for repair in found for each in repair.handovers if each.after})
    return [
        Proposal(
            rank,
            NUMBERED.sub(lambda match: f"groupe {_code(cohort, int(match[1]))}", repair.sentence),
            tuple(
                Step(people[move.person], _code(cohort, move.before), _code(cohort, move.after))
                for move in repair.moves
            ),
            tuple(
                Takeover(tutors[each.after], _code(cohort, each.group))
                for each in repair.handovers
                if each.after
            ),
        )
        for rank, repair in enumerate(found, start=first)
    ]


def _code(cohort: Cohort, number: int) -> str:
    return TutorialGroup(cohort=cohort, number=number).code if number else ""
