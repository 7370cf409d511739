"""What the solver is asked, and what it answers."""

from dataclasses import dataclass
from enum import Enum, auto


class Answer(Enum):
    POSSIBLE = auto()
    IMPOSSIBLE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Requirement:
    """A hard rule, or one case of it: `ranks` of two interns, or of an intern and a tutor."""

    rule: str
    ranks: tuple[int, ...]
