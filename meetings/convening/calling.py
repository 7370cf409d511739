"""Who is called to a session."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db.models import Q

from accounts.models import Person
from design.french import as_date
from groups.models import Intern, Membership, Tutorship
from meetings.models import Convocation

COMING = (Intern.Standing.ACTIVE, Intern.Standing.RESEARCH)


@dataclass(frozen=True, slots=True)
class Called:
    person: Person
    part: str  # a Convocation.Part


class Meeting(Protocol):
    """A session, or one that is only planned: the answer is given by `pk`."""

    @property
    def pk(self) -> int: ...

    @property
    def group_id(self) -> int: ...

    @property
    def starts_at(self) -> datetime: ...


def people_called(sessions: Collection[Meeting]) -> dict[int, list[Called]]:
    """For each session (by id): the tutors of its group that day, then its interns, by name. Two queries.

    Interns on leave keep their place in the group and are not called.
    """
    groups = {session.group_id for session in sessions}
    days = [as_date(session.starts_at) for session in sessions]
    if not days:
        return {}
    during = Q(starts_on__lte=max(days)) & (Q(ends_on=None) | Q(ends_on__gt=min(days)))
    tutorships, memberships = defaultdict(list), defaultdict(list)
    for tutorship in (
        Tutorship.objects.filter(during, group__in=groups)
        .select_related("tutor__person")
        .order_by("-part", "pk")
    ):
        tutorships[tutorship.group_id].append(tutorship)
    for membership in (
        Membership.objects.filter(during, group__in=groups, intern__standing__in=COMING)
        .select_related("intern__person")
        .order_by("intern__person__last_name", "intern__person__first_name", "pk")
    ):
        memberships[membership.group_id].append(membership)
    called: dict[int, list[Called]] = {}
    for session in sessions:
        day = as_date(session.starts_at)
        parts = {
            membership.intern.person_id: Called(membership.intern.person, Convocation.Part.INTERN)
            for membership in memberships[session.group_id]
            if _holds(membership, day)
        }
        leading = {
            tutorship.tutor.person_id: Called(tutorship.tutor.person, tutorship.part)
            for tutorship in reversed(tutorships[session.group_id])
            if _holds(tutorship, day)
        }
        called[session.pk] = list((dict(reversed(leading.items())) | parts).values())
    return called


def _holds(period: Membership | Tutorship, day: date) -> bool:
    return period.starts_on <= day and (period.ends_on is None or period.ends_on > day)
