"""Groups that stand, what happens to them, and how they can be repaired."""

from dataclasses import dataclass
from enum import StrEnum

from groups.draw.documents import DrawnGroup, Person, Rules, Secret, Tutor


class EventKind(StrEnum):
    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    LONG_LEAVE = "long_leave"
    CHANGE_OF_COHORT = "change_of_cohort"
    TUTOR_LEAVES = "tutor_leaves"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened. `person` comes (ARRIVAL) or goes (DEPARTURE, LONG_LEAVE, CHANGE_OF_COHORT: out of the
    groups of this cohort; the arrival in the other cohort is another event); `tutor`: the id of who
    leaves."""

    kind: str
    person: Person | None = None
    tutor: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """The groups of a cohort as they stand. `tutors`: `places` is how many more groups each takes now.
    `smallest`: the size under which a group has to be repaired, 0 for the minimum of the rules (A-103
    tolerates three)."""

    people: tuple[Person, ...]
    tutors: tuple[Tutor, ...]
    rules: Rules
    groups: tuple[DrawnGroup, ...]
    together: tuple[tuple[str, str], ...] = ()
    secrets: tuple[Secret, ...] = ()
    smallest: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """`before` or `after` is 0 for somebody who was, or will be, in no group. A number above those of the
    state is a new group."""

    person: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, order=True)
class Handover:
    """A group whose tutor changes, or a new group; `after` is "" for a group that closes."""

    group: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """`moved`: people who change groups because of somebody else. `uneven`: how much farther the sizes are
    from the target (sum of squares). `broken`: how many times the balance or the spread of a group held and
    no longer does. Compared in this order."""

    moved: int
    uneven: int
    broken: int


@dataclass(frozen=True, slots=True)
class Repair:
    """`moves` includes the person who comes or goes; `sentence`: the cost, in French words."""

    moves: tuple[Move, ...]
    handovers: tuple[Handover, ...]
    cost: Cost
    sentence: str
