"""What stands in the way of a session at a time and a place, said before anything is written.

Plain Python on dataclasses: `obstacles_to(proposal, facts, rules)` computes; `meetings.facts` reads the
database for it.
"""

from meetings.obstacles.checks import obstacles_to, room_obstacles
from meetings.obstacles.facts import (
    Facts,
    Group,
    Kind,
    Obstacle,
    Period,
    Proposal,
    Room,
    Rules,
    Severity,
    Taken,
    Tutor,
)
from meetings.obstacles.slots import SLOT_SECONDS, slots_between

__all__ = [
    "SLOT_SECONDS",
    "Facts",
    "Group",
    "Kind",
    "Obstacle",
    "Period",
    "Proposal",
    "Room",
    "Rules",
    "Severity",
    "Taken",
    "Tutor",
    "obstacles_to",
    "room_obstacles",
    "slots_between",
]
