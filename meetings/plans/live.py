"""The truth beside a draft: the sessions themselves, and which of them nobody can move any more."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from meetings.models import Plan, Semester, TutorialSession

State = TutorialSession.State
KNOWN = (State.PUBLISHED, State.CLOSED)
"""People were told of a session in one of these states."""


def live_sessions(semester: Semester) -> QuerySet[TutorialSession]:
    """The sessions of a semester that were not cancelled, by time."""
    sessions = TutorialSession.objects.filter(semester=semester).exclude(state=State.CANCELLED)
    return sessions.order_by("starts_at", "pk")


def is_fixed(session: TutorialSession, now: datetime) -> bool:
    """Held or begun: it stays what it is, whatever a draft says."""
    return session.state == State.CLOSED or session.starts_at <= now


def fixed_groups(semester: Semester, now: datetime, among: Collection[int] | None = None) -> set[int]:
    """The groups whose session of the semester is held or begun."""
    fixed = live_sessions(semester).filter(Q(state=State.CLOSED) | Q(starts_at__lte=now))
    if among is not None:
        fixed = fixed.filter(group__in=among)
    return set(fixed.values_list("group", flat=True))


def draft_of(semester: Semester) -> Plan | None:
    return (
        Plan.objects.filter(semester=semester, state=Plan.State.DRAFT).select_related("modified_by").first()
    )


def versions_of(semester: Semester) -> QuerySet[Plan]:
    """The published versions of a semester, the newest first."""
    versions = Plan.objects.filter(semester=semester, state=Plan.State.PUBLISHED)
    return versions.select_related("published_by").order_by("-number")
