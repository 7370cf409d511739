"""What changes between two plans, in words and numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from meetings.plans.positions import Position


class Change(StrEnum):
    """What becomes of the session of a group."""

    ADDED = "added"
    MOVED = "moved"
    ROOM = "room"
    REMOVED = "removed"


@dataclass(frozen=True)
class Difference:
    """The session of one group before and after; None where it has none."""

    group: int
    before: Position | None
    after: Position | None

    @property
    def change(self) -> Change:
        if self.before is None:
            return Change.ADDED
        if self.after is None:
            return Change.REMOVED
        return Change.ROOM if self.after.at_hours_of(self.before) else Change.MOVED


def differences_between(before: Mapping[int, Position], after: Mapping[int, Position]) -> list[Difference]:
    """The groups whose session is not where it was, by the time it has now (or had)."""
    found = [
        Difference(group, before.get(group), after.get(group))
        for group in before.keys() | after.keys()
        if before.get(group) != after.get(group)
    ]
    return sorted(found, key=_time)


def counts_of(differences: Sequence[Difference]) -> dict[Change, int]:
    """How many of each change, zeros included, in the order they are told."""
    counted = Counter(one.change for one in differences)
    return {change: counted[change] for change in Change}


def _time(one: Difference) -> tuple[float, int]:
    position = one.after or one.before
    return (position.starts_at.timestamp() if position else 0, one.group)
