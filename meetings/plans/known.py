"""What the planner and the checks both have to know of a semester, read once for the two of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from meetings.facts import recess_days
from meetings.models import PlanningPolicy, Room, Semester
from meetings.plans.policy import planning_policy


@dataclass(frozen=True)
class Known:
    """`recesses` are the days without any session, each with its name; `rooms` are all of them, by id."""

    policy: PlanningPolicy
    recesses: Mapping[date, str]
    rooms: Mapping[int, Room]


def known_of(semester: Semester) -> Known:
    """Three queries."""
    rooms = {room.pk: room for room in Room.objects.order_by("code", "pk")}
    return Known(planning_policy(), recess_days(semester), rooms)
