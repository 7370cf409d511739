"""Where each group may be, whatever the others do: its days and starts, and the rooms that suit it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .tables import Place, Tables

Kind = tuple[tuple[int, ...], int]
"""The rooms that suit a group, and its duration: all that seats in rooms tell groups apart by."""


@dataclass(frozen=True, slots=True)
class Options:
    """The rooms and, for each day, the starts a group may have. A pinned group has one of each."""

    rooms: tuple[int, ...]
    starts: Sequence[Collection[int]]
    duration: int
    is_pinned: bool

    @property
    def kind(self) -> Kind:
        return self.rooms, self.duration

    @property
    def is_single(self) -> bool:
        """Whether there is one place only, pinned or not."""
        return len(self.rooms) == 1 and sum(map(len, self.starts)) == 1


def options_of(tables: Tables, pinned: Mapping[int, Place]) -> list[Options]:
    """The options of each group, by position."""
    found = []
    for group, starts in enumerate(tables.starts):
        rooms: tuple[int, ...] = tuple(sorted(tables.room_costs[group]))
        pin = pinned.get(group)
        if pin is not None:
            rooms = (pin.room,) if pin.room in rooms else ()
            starts = [
                {pin.start: 0.0} if day == pin.day and pin.start in on else {}
                for day, on in enumerate(starts)
            ]
        found.append(Options(rooms, starts, tables.durations[group], pin is not None))
    return found


def rooms_alike(tables: Tables, options: Sequence[Options], day: int) -> list[tuple[int, ...]]:
    """Rooms that no session could tell apart that day."""
    wanted = sorted({option.rooms for option in options})
    found: dict[tuple[int, tuple[bool, ...]], list[int]] = defaultdict(list)
    for room, known in enumerate(tables.instance.rooms):
        if known.group_work:
            found[tables.closed[room][day], tuple(room in rooms for rooms in wanted)].append(room)
    return [tuple(rooms) for rooms in found.values()]
