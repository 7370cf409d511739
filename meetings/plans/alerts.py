"""What no longer holds: facts that came after a session was placed, accepted by nobody (A-135, A-140)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from design.french import as_date
from groups.models import TutorialGroup
from meetings.models import Plan, PlanEntry, Semester, TutorialSession
from meetings.obstacles import Kind, Obstacle
from meetings.overview import Overview
from meetings.overview.lines import SessionLine
from meetings.plans.checks import obstacles_in
from meetings.plans.known import known_of
from meetings.plans.live import State, live_sessions
from meetings.plans.policy import first_open_day
from meetings.plans.positions import positions_of

BREAKING = frozenset(
    {
        Kind.ROOM_TAKEN,
        Kind.TUTOR_TAKEN,
        Kind.GROUP_TAKEN,
        Kind.OUTSIDE_SEMESTER,
        Kind.HOLIDAY,
        Kind.RECESS,
        Kind.SEMINAR,
        Kind.ROOM_CLOSED,
        Kind.ROOM_SMALL,
        Kind.ROOM_UNSUITED,
        Kind.TUTOR_UNAVAILABLE,
    }
)


@dataclass(frozen=True)
class Alert:
    """A session to come, of the plan in force or of a draft, and what now stands in its way.

    `by_hand`: the planner leaves it where it is, being sooner than people can be asked to come.
    """

    group: TutorialGroup
    starts_at: datetime
    ends_at: datetime
    obstacles: Sequence[Obstacle]
    by_hand: bool


@dataclass(frozen=True)
class Line:
    """Several sessions that one thing breaks, or one session with what breaks it alone."""

    alerts: Sequence[Alert]
    obstacles: Sequence[Obstacle]

    @property
    def days(self) -> list[tuple[date | None, list[Alert]]]:
        """The sessions by day; None for the day that the sentence about several says already."""
        by_day = groupby(self.alerts, lambda one: as_date(one.starts_at))
        days = [(day, list(alerts)) for day, alerts in by_day]
        return [(None, days[0][1])] if len(days) == 1 and self.obstacles[0].dated else [*days]


def broken_by(found: Iterable[Obstacle], resolution: str) -> list[Obstacle]:
    """What breaks a session among what stands in its way, but for what somebody accepted when placing it.

    A warning is accepted as it was said, subject and hours: a seminar that grows since is told anew.
    """
    return [one for one in found if one.kind in BREAKING and one.sentence not in resolution]


def lines_by_cause(alerts: Iterable[Alert]) -> list[Line]:
    """What is said of the alerts, by their first session: what breaks several of them is said once."""
    alerts = sorted(alerts, key=lambda one: (one.starts_at, one.group.code))
    broken: dict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        for obstacle in alert.obstacles:
            broken[obstacle.in_full].append(alert)
    lines = []
    for alert in alerts:
        alone = []
        for obstacle in alert.obstacles:
            together = broken[obstacle.in_full]
            if len(together) == 1:
                alone.append(obstacle)
            elif together[0] is alert:
                lines.append(Line(together, [obstacle]))
        if alone:
            lines.append(Line([alert], alone))
    return lines


def plan_alerts(semester: Semester) -> list[Alert]:
    """The published sessions to come that a seminar, a closure or an absence now breaks. A dozen queries."""
    sessions = live_sessions(semester).filter(state=State.PUBLISHED, starts_at__gt=timezone.now())
    return _alerts(semester, list(sessions.select_related("group__cohort")))


def draft_alerts(plan: Plan, entries: Sequence[PlanEntry] | None = None) -> list[Alert]:
    """What would be refused or asked again of the sessions of a draft, as it is now.

    `entries` are those of the draft, when already read.
    """
    now = timezone.now()
    entries = entries_to_check(plan) if entries is None else entries
    return _alerts(plan.semester, [entry for entry in entries if entry.starts_at > now])


def entries_to_check(plan: Plan) -> list[PlanEntry]:
    return list(plan.entries.select_related("group__cohort").order_by("starts_at", "pk"))


def announced_without_place(overview: Overview, entries: Sequence[PlanEntry]) -> list[SessionLine]:
    """The sessions to come that people know of and that a draft with these entries leaves without a place."""
    placed, now = {entry.group_id for entry in entries}, timezone.now()
    return [
        session
        for session in overview.sessions
        if session.state == State.PUBLISHED and session.starts_at > now and session.group.id not in placed
    ]


def _alerts(semester: Semester, placed: Collection[TutorialSession] | Collection[PlanEntry]) -> list[Alert]:
    known = known_of(semester)
    found = obstacles_in(semester, positions_of(placed), known)
    opening = first_open_day(known.policy, semester, timezone.localdate())
    alerts = []
    for one in placed:
        if broken := broken_by(found[one.group_id], one.resolution):
            by_hand = as_date(one.starts_at) < opening
            alerts.append(Alert(one.group, one.starts_at, one.ends_at, broken, by_hand))
    return alerts
