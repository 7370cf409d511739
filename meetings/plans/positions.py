"""Where a group meets, as plans, sessions, edits and searches all say it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from design.french import PARIS, as_date

Held = dict[str, Any]
"""An entry as JSON keeps it: its position, whether it is locked, and the choice made in spite of warnings."""


class Placed(Protocol):
    """What a session and an entry of a plan have in common."""

    group_id: int
    starts_at: datetime
    ends_at: datetime
    room_id: int | None
    place: str


@dataclass(frozen=True, slots=True)
class Position:
    """A time (aware) and a room by its id, or somewhere else in words."""

    starts_at: datetime
    ends_at: datetime
    room_id: int | None = None
    place: str = ""

    @property
    def day(self) -> date:
        return as_date(self.starts_at)

    def at_hours_of(self, other: "Position") -> bool:
        return (self.starts_at, self.ends_at) == (other.starts_at, other.ends_at)


def position_of(placed: Placed) -> Position:
    return Position(placed.starts_at, placed.ends_at, placed.room_id, placed.place)


def positions_of(placed: Iterable[Placed]) -> dict[int, Position]:
    """Positions by group id."""
    return {one.group_id: position_of(one) for one in placed}


def held(position: Position, *, is_locked: bool = False, resolution: str = "") -> Held:
    """An entry as JSON keeps it, times in Paris."""
    return {
        "starts_at": position.starts_at.astimezone(PARIS).isoformat(),
        "ends_at": position.ends_at.astimezone(PARIS).isoformat(),
        "room": position.room_id,
        "place": position.place,
        "is_locked": is_locked,
        "resolution": resolution,
    }


def position_in(kept: Held) -> Position:
    return Position(
        datetime.fromisoformat(kept["starts_at"]),
        datetime.fromisoformat(kept["ends_at"]),
        kept["room"],
        kept["place"],
    )


def positions_in(kept: Mapping[str, Held | None]) -> dict[int, Position]:
    """The positions of what JSON keeps by group id; groups without an entry are left out."""
    return {int(group): position_in(one) for group, one in kept.items() if one}


def kept(positions: Mapping[int, Position]) -> dict[str, Held]:
    """Positions as JSON keeps them."""
    return {str(group): held(position) for group, position in positions.items()}
