"""The kinds of this room: rooms, their closures, seminars, placements (contract: `groups.imports`)."""

from meetings.imports.placements import PlacementKind
from meetings.imports.rooms import ClosureKind, RoomKind
from meetings.imports.seminars import SeminarKind

__all__ = ["ClosureKind", "PlacementKind", "RoomKind", "SeminarKind"]
