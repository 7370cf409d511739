"""What is known of interns' placements, told by the room above that keeps them.

A draw spreads the departments of placement and keeps a tutor from the interns he or she supervises;
placements live in a room above, which registers how to read them when it starts.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """The department of the current or next placement (empty when unknown), and the persons who supervise
    or supervised the intern."""

    department_code: str = ""
    supervisors: frozenset[int] = frozenset()


Reader = Callable[[Collection[int]], Mapping[int, PlacementFacts]]

_readers: list[Reader] = []


def reads_placements(reader: Reader) -> Reader:
    """Register the function that gives, for ids of interns, what is known of each."""
    _readers[:] = [reader]
    return reader


def placement_facts(interns: Collection[int]) -> Mapping[int, PlacementFacts]:
    """By intern; nothing for those of whom nothing is known."""
    return _readers[0](interns) if _readers else {}
