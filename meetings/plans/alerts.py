"""What no longer holds: facts that came after a session was placed, accepted by nobody (A-135, A-140)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from groups.models import TutorialGroup
from meetings.models import Plan, PlanEntry, Semester, TutorialSession
from meetings.obstacles import Kind, Obstacle
from meetings.plans.checks import obstacles_in
from meetings.plans.live import State, live_sessions
from meetings.plans.positions import positions_of

BREAKING = frozenset(
    {
        Kind.ROOM_TAKEN,
        Kind.TUTOR_TAKEN,
        Kind.GROUP_TAKEN,
        Kind.OUTSIDE_SEMESTER,
        Kind.HOLIDAY,
        Kind.SEMINAR,
        Kind.ROOM_CLOSED,
        Kind.ROOM_SMALL,
        Kind.ROOM_UNSUITED,
        Kind.TUTOR_UNAVAILABLE,
    }
)


@dataclass(frozen=True)
class Alert:
    """A session to come, of the plan in force or of a draft, and what now stands in its way."""

    group: TutorialGroup
    starts_at: datetime
    ends_at: datetime
    obstacles: Sequence[Obstacle]


def plan_alerts(semester: Semester) -> list[Alert]:
    """The published sessions to come that a seminar, a closure or an absence now breaks. A dozen queries."""
    sessions = live_sessions(semester).filter(state=State.PUBLISHED, starts_at__gt=timezone.now())
    return _alerts(semester, list(sessions.select_related("group__cohort")))


def draft_alerts(plan: Plan) -> list[Alert]:
    """What would be refused or asked again of the sessions of a draft, as it is now."""
    entries = plan.entries.filter(starts_at__gt=timezone.now()).order_by("starts_at", "pk")
    return _alerts(plan.semester, list(entries.select_related("group__cohort")))


def _alerts(semester: Semester, placed: Collection[TutorialSession] | Collection[PlanEntry]) -> list[Alert]:
    found = obstacles_in(semester, positions_of(placed))
    alerts = []
    for one in placed:
        broken = [
            obstacle
            for obstacle in found[one.group_id]
            if obstacle.kind in BREAKING and obstacle.sentence not in one.resolution
        ]
        if broken:
            alerts.append(Alert(one.group, one.starts_at, one.ends_at, broken))
    return alerts
