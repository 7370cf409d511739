"""The tutor's home: the next session, the groups with their faces, what waits, who is silent (A-077)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import cast

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Person
from design.french import as_date, in_words, list_words
from evaluations.models import Objective
from evaluations.queries.contacts import is_silent, last_contact_of
from groups.models import Cohort, Intern, Membership, TutorialGroup, Tutorship
from groups.queries import groups_followed_by, interns_followed_by
from meetings.models import Attendance, Convocation, Interview, TutorialSession
from meetings.queries import interviews_led_by, interviews_waiting
from meetings.wishes.reading import call_waiting_for
from portfolios.queries import traces_to_read_by

DUE_WITHIN = timedelta(days=14)
FEW = 6


@dataclass
class Member:
    """One intern of a group as the home shows him or her."""

    intern: Intern
    answer: str
    last_contact_on: date | None
    is_met: bool
    is_silent: bool

    @property
    def person(self) -> Person:
        return self.intern.person


@dataclass
class FollowedGroup:
    group: TutorialGroup
    part: str
    members: list[Member]
    has_held: bool
    next_session: TutorialSession | None = None

    @property
    def part_label(self) -> str:
        """`En co-tutorat`; nothing for the tutor."""
        return "En co-tutorat" if self.part == Tutorship.Part.CO_TUTOR else ""

    @property
    def never_met(self) -> list[Member]:
        """Whom nobody has seen although the group has already met."""
        return [member for member in self.members if self.has_held and not member.is_met]

    @property
    def answers(self) -> str:
        """`Malo et Jules viennent, Linh s’excuse, deux sans réponse.`"""
        coming = [member.person.first_name for member in self.members if member.answer == "present"]
        excused = [member.person.first_name for member in self.members if member.answer == "prevented"]
        silent = len(self.members) - len(coming) - len(excused)
        parts = []
        if coming:
            parts.append(f"{list_words(coming)} {'vient' if len(coming) == 1 else 'viennent'}")
        if excused:
            parts.append(f"{list_words(excused)} {'s’excuse' if len(excused) == 1 else 's’excusent'}")
        if silent and parts:
            parts.append(f"{in_words(silent, feminine=True)} sans réponse")
        return f"{', '.join(parts)}." if parts else "Personne n’a encore répondu."


@dataclass
class TutorHome:
    now: datetime
    groups: list[FollowedGroup]
    alone: list[Member] = field(default_factory=list)
    hero: FollowedGroup | None = None
    to_close: list[TutorialSession] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)

    @property
    def followed(self) -> set[int]:
        """The interns whose file is open from here."""
        return {member.intern.pk for member in self.members}

    @property
    def members(self) -> list[Member]:
        """Everybody followed: in the groups, then alone (A-011)."""
        return [member for group in self.groups for member in group.members] + self.alone

    @property
    def intern_count(self) -> int:
        return len(self.members)

    @property
    def silent(self) -> list[Member]:
        """Who has not been heard of for long, the longest first."""
        silent = [member for member in self.members if member.is_silent]
        return sorted(silent, key=lambda member: member.last_contact_on or date.min)

    @property
    def is_on(self) -> bool:
        """The session at the top has begun."""
        session = self.hero.next_session if self.hero else None
        return session is not None and (session.opened_at is not None or session.starts_at <= self.now)


def tutor_home(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    now = timezone.now()
    home = _home(person, now)
    to_read = list(traces_to_read_by(person).select_related("intern__person")[: FEW + 1])
    due = (
        Objective.objects.filter(
            intern__in=interns_followed_by(person),
            state=Objective.State.OPEN,
            due_on__lte=timezone.localdate(now) + DUE_WITHIN,
        )
        .select_related("intern__person")
        .order_by("due_on", "pk")
    )
    return render(
        request,
        "tutorat/home_tutor.html",
        {
            "now": now,
            "home": home,
            "call": call_waiting_for(person, timezone.localdate(now)),
            "person": person,
            "today": timezone.localdate(now),
            "to_read": to_read[:FEW],
            "more_to_read": len(to_read) > FEW,
            "due": list(due[:FEW]),
        },
    )


def _home(person: Person, now: datetime) -> TutorHome:
    groups = [_followed(group, now) for group in _groups(person, now)]
    home = TutorHome(
        now=now,
        groups=groups,
        alone=[_member(seat, seat.intern.cohort, now) for seat in _alone_with(person, now)],
        interviews=list(interviews_waiting(interviews_led_by(person))),
    )
    by_pk = {followed.group.pk: followed for followed in groups}
    sessions = (
        TutorialSession.objects.filter(group__in=by_pk, state=TutorialSession.State.PUBLISHED)
        .select_related("room")
        .order_by("starts_at", "pk")
    )
    for session in sessions:
        followed = by_pk[session.group_id]
        session.group = followed.group
        if session.ends_at < now - timedelta(hours=3):
            home.to_close.append(session)
        elif followed.next_session is None:
            followed.next_session = session
    coming = [followed for followed in groups if followed.next_session is not None]
    home.hero = min(coming, key=lambda followed: followed.next_session.starts_at, default=None)  # type: ignore[union-attr]
    return home


def _groups(person: Person, now: datetime) -> QuerySet[TutorialGroup]:
    mine = Tutorship.objects.filter(group=OuterRef("pk"), tutor__person=person, ends_on=None)
    held = TutorialSession.objects.filter(group=OuterRef("pk"), state=TutorialSession.State.CLOSED)
    return (
        groups_followed_by(person)
        .select_related("cohort__policy")
        .annotate(my_part=Subquery(mine.values("part")[:1]), has_held=Exists(held))
        .prefetch_related(Prefetch("memberships", queryset=_memberships(now), to_attr="active_memberships"))
        .order_by("-cohort__year", "number")
    )


def _alone_with(person: Person, now: datetime) -> QuerySet[Membership]:
    seats = _memberships(now).filter(tutor__person=person)
    return seats.select_related("intern__person", "intern__cohort__policy")


def _memberships(now: datetime) -> QuerySet[Membership]:
    """The members of today by name, each with the answer to the group's next session and the last contact."""
    next_answer = Convocation.objects.filter(
        person=OuterRef("intern__person"),
        session__group=OuterRef("group"),
        session__state=TutorialSession.State.PUBLISHED,
        session__ends_at__gte=now - timedelta(hours=3),
        withdrawn_at=None,
    ).order_by("session__starts_at")
    met = Attendance.objects.filter(
        intern=OuterRef("intern"), status__in=(Attendance.Status.PRESENT, Attendance.Status.LATE)
    )
    return (
        Membership.objects.filter(ends_on=None)
        .select_related("intern__person")
        .annotate(
            next_answer=Subquery(next_answer.values("answer")[:1]),
            last_contact_at=last_contact_of(OuterRef("intern")),
            is_met=Exists(met),
        )
        .order_by("intern__person__last_name", "intern__person__first_name", "pk")
    )


def _followed(group: TutorialGroup, now: datetime) -> FollowedGroup:
    return FollowedGroup(
        group=group,
        part=group.my_part,  # type: ignore[attr-defined]
        has_held=group.has_held,  # type: ignore[attr-defined]
        members=[_member(seat, group.cohort, now) for seat in group.active_memberships],  # type: ignore[attr-defined]
    )


def _member(seat: Membership, cohort: Cohort, now: datetime) -> Member:
    last: datetime | None = seat.last_contact_at  # type: ignore[attr-defined]
    last_on = as_date(last) if last else None
    return Member(
        intern=seat.intern,
        answer=seat.next_answer or "",  # type: ignore[attr-defined]
        last_contact_on=last_on,
        is_met=seat.is_met,  # type: ignore[attr-defined]
        is_silent=is_silent(
            last_contact_on=last_on,
            today=timezone.localdate(now),
            entered_on=max(cohort.entered_on, seat.starts_on),
            alert_days=cohort.policy.no_contact_days,
        ),
    )
