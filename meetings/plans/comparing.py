"""A draft beside the sessions people know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from meetings.models import Plan, Semester, TutorialSession
from meetings.plans.differences import Change, Difference, counts_of, differences_between
from meetings.plans.live import KNOWN, is_fixed, live_sessions
from meetings.plans.positions import positions_of
from meetings.plans.telling import people_to_tell


@dataclass(frozen=True)
class Changes:
    """What publishing would change, and whom it would tell. Sessions held or begun are never among them."""

    differences: Sequence[Difference]
    sessions: Mapping[int, TutorialSession]
    fixed: frozenset[int]

    @property
    def counts(self) -> dict[Change, int]:
        return counts_of(self.differences)

    @cached_property
    def people(self) -> set[int]:
        """Ids of the persons who would get a message."""
        return people_to_tell(self.differences, self.sessions)

    def of(self, change: Change) -> list[Difference]:
        return [one for one in self.differences if one.change is change]


def changes_of(plan: Plan, sessions: Mapping[int, TutorialSession] | None = None) -> Changes:
    """What publishing this draft would change. Two queries, three more to know whom it would tell.

    A session still a draft is new to everybody. `sessions` are the live ones by group, when already read.
    """
    if sessions is None:
        sessions = sessions_by_group(plan.semester)
    now = timezone.now()
    fixed = frozenset(group for group, session in sessions.items() if is_fixed(session, now))
    known = positions_of(one for one in sessions.values() if one.state in KNOWN)
    planned = positions_of(plan.entries.order_by("starts_at", "pk"))
    differences = [one for one in differences_between(known, planned) if one.group not in fixed]
    return Changes(differences, sessions, fixed)


def sessions_by_group(semester: Semester) -> dict[int, TutorialSession]:
    sessions = live_sessions(semester).select_related("group__cohort", "room")
    return {session.group_id: session for session in sessions}
