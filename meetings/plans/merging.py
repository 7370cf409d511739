"""Joining two people’s work on one plan: what was changed by hand stays, the rest follows where it can."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from meetings.obstacles import slots_between
from meetings.plans.positions import Position

Positions = Mapping[int, Position]


@dataclass(frozen=True)
class Merged:
    """The plan that comes out, by group, and what became of every group that was to move."""

    positions: dict[int, Position]
    taken: frozenset[int]
    kept: frozenset[int]
    """Changed by hand since, or not allowed to move: they stay where they are."""
    left: frozenset[int]
    """They could not follow: their new place is held by another."""


def merge(
    *,
    base: Positions,
    current: Positions,
    proposed: Positions,
    tutors: Mapping[int, Collection[int]],
    frozen: Collection[int] = (),
) -> Merged:
    """Bring `proposed`, which was made from `base`, into `current`, which has changed meanwhile.

    All are positions by group; `tutors` gives the tutors of each group, `frozen` the groups that stay.
    No room and no tutor is held twice by a group that moves.
    """
    wanted = {
        group
        for group in proposed.keys() | current.keys()
        if proposed.get(group) != current.get(group) and proposed.get(group) != base.get(group)
    }
    kept = {group for group in wanted if group in frozen or current.get(group) != base.get(group)}
    moving = wanted - kept
    while True:
        result = _with(current, proposed, moving)
        stopped = {group for pair in _clashes(result, tutors) for group in pair if group in moving}
        if not stopped:
            return Merged(result, frozenset(moving), frozenset(kept), frozenset(wanted - kept - moving))
        moving -= stopped


def _with(current: Positions, proposed: Positions, moving: set[int]) -> dict[int, Position]:
    result = {group: position for group, position in current.items() if group not in moving}
    result |= {group: proposed[group] for group in moving if group in proposed}
    return result


def _clashes(positions: Positions, tutors: Mapping[int, Collection[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of groups that hold the same room or the same tutor at the same time."""
    slots = {
        group: slots_between(position.starts_at, position.ends_at) for group, position in positions.items()
    }
    by_resource: dict[tuple[str, int], list[int]] = defaultdict(list)
    for group, position in positions.items():
        if position.room_id is not None:
            by_resource["room", position.room_id].append(group)
        for tutor in tutors.get(group, ()):
            by_resource["tutor", tutor].append(group)
    for groups in by_resource.values():
        groups.sort(key=lambda group: slots[group].start)
        for index, first in enumerate(groups):
            for second in groups[index + 1 :]:
                if slots[second].start >= slots[first].stop:
                    break
                yield first, second
