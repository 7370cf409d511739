"""What a solve tells: while it runs, and at the end."""

from dataclasses import dataclass, field
from typing import Any

from .facts import Fact
from .instance import Solution


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A group left out, why, and the cheapest thing that would make room for it."""

    group: str
    because: tuple[Fact, ...]
    relax: str

    def to_json(self) -> dict[str, Any]:
        return {
            "group": self.group,
            "because": [fact.to_json() for fact in self.because],
            "relax": self.relax,
        }


@dataclass(frozen=True, slots=True)
class Conflict:
    """A smallest set of facts that together make the instance impossible.

    `complete` is False when time ran out before every fact was shown to be needed.
    """

    facts: tuple[Fact, ...]
    complete: bool = True

    def to_json(self) -> dict[str, Any]:
        return {"facts": [fact.to_json() for fact in self.facts], "complete": self.complete}


@dataclass(frozen=True, slots=True)
class Event:
    """What a solve tells on its way; `seconds` since it began.

    "solution": a better answer; "bound": a better proved bound; "conflict": why not everybody finds a place.
    """

    kind: str
    cost: float
    bound: float
    seconds: float
    unplaced: int
    solution: Solution
    conflict: Conflict | None = None

    def to_json(self) -> dict[str, Any]:
        told = {
            "kind": self.kind,
            "cost": self.cost,
            "bound": self.bound,
            "seconds": round(self.seconds, 3),
            "unplaced": self.unplaced,
        }
        return told | {"conflict": self.conflict.to_json()} if self.conflict else told


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best plan found. `cost` is the plan's by `evaluate`; what leaving an earlier plan costs is apart.

    `bound` is proved: no plan with every group placed costs less (change included).
    """

    solution: Solution
    cost: float
    bound: float
    terms: dict[str, float]
    seconds: float
    change: float = 0
    moved: tuple[str, ...] = ()
    told: int = 0
    unplaced: tuple[Unplaced, ...] = ()
    conflict: Conflict | None = None
    events: tuple[Event, ...] = field(default=(), repr=False)
