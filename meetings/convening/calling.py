"""Who is called to a session."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db.models import Q, QuerySet

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
    if not sessions:
        return {}
    tutorships, memberships = defaultdict(list), defaultdict(list)
    for tutorship in _tutorships(sessions).select_related("tutor__person").order_by("-part", "pk"):
        tutorships[tutorship.group_id].append(tutorship)
    for membership in (
        _memberships(sessions)
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
            if _holds(membership.starts_on, membership.ends_on, day)
        }
        leading = {
            tutorship.tutor.person_id: Called(tutorship.tutor.person, tutorship.part)
            for tutorship in reversed(tutorships[session.group_id])
            if _holds(tutorship.starts_on, tutorship.ends_on, day)
        }
        called[session.pk] = list((dict(reversed(leading.items())) | parts).values())
    return called


def everybody_called(sessions: Collection[Meeting]) -> set[int]:
    """The ids of who is called to one of these sessions at least, as `people_called` has it. Two queries."""
    if not sessions:
        return set()
    days: dict[int, set[date]] = defaultdict(set)
    for session in sessions:
        days[session.group_id].add(as_date(session.starts_at))
    leading = _tutorships(sessions).values_list("tutor__person", "group", "starts_on", "ends_on")
    learning = _memberships(sessions).values_list("intern__person", "group", "starts_on", "ends_on")
    return {
        person
        for person, group, starts_on, ends_on in (*leading.order_by("pk"), *learning.order_by("pk"))
        if any(_holds(starts_on, ends_on, day) for day in days[group])
    }


def _tutorships(sessions: Collection[Meeting]) -> QuerySet[Tutorship]:
    return Tutorship.objects.filter(_during(sessions), group__in={one.group_id for one in sessions})


def _memberships(sessions: Collection[Meeting]) -> QuerySet[Membership]:
    return Membership.objects.filter(
        _during(sessions), group__in={one.group_id for one in sessions}, intern__standing__in=COMING
    )


def _during(sessions: Collection[Meeting]) -> Q:
    days = [as_date(session.starts_at) for session in sessions]
    return Q(starts_on__lte=max(days)) & (Q(ends_on=None) | Q(ends_on__gt=min(days)))


def _holds(starts_on: date, ends_on: date | None, day: date) -> bool:
    return starts_on <= day and (ends_on is None or ends_on > day)
