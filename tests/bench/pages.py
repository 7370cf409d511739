"""The pages that are measured: who opens what, at the scale of profile R. Add a line to measure another."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from accounts.models import Person, Role
from groups.models import TutorialGroup, Tutorship
from meetings.models import Semester, TutorialSession


@dataclass(frozen=True)
class Page:
    """`pick` returns the person who opens the page and the address."""

    name: str
    role: Role
    pick: Callable[[], tuple[Person, str]]


def holder_of(role: Role) -> Person:
    """Return the first person who holds this role."""
    return Person.objects.filter(role_assignments__role=role).order_by("pk").first()


def well_known_group() -> tuple[Person, TutorialGroup]:
    """Return the tutor and the group that has met most often."""
    tutorship = (
        Tutorship.objects.filter(ends_on=None, part=Tutorship.Part.TUTOR)
        .annotate(met=Count("group__sessions", distinct=True))
        .order_by("-met", "pk")
        .first()
    )
    return tutorship.tutor.person, tutorship.group


def group_page() -> tuple[Person, str]:
    tutor, group = well_known_group()
    return tutor, reverse("groups:group-detail", args=[group.pk])


def session_page() -> tuple[Person, str]:
    tutor, group = well_known_group()
    return tutor, reverse("meetings:session-detail", args=[group.sessions.latest("starts_at").pk])


def intern_file() -> tuple[Person, str]:
    tutor, group = well_known_group()
    return tutor, reverse("evaluations:intern-file", args=[group.memberships.earliest("pk").intern_id])


def semester_page() -> tuple[Person, str]:
    semester = Semester.objects.annotate(size=Count("sessions")).order_by("-size").first()
    return holder_of(Role.SECRETARY), reverse("meetings:semester-detail", args=[semester.pk])


def convocation_list() -> tuple[Person, str]:
    return holder_of(Role.SECRETARY), reverse("meetings:convocation-list")


def trace_list() -> tuple[Person, str]:
    return holder_of(Role.COORDINATOR), reverse("portfolios:trace-list")


PAGES = [
    Page("people", Role.SECRETARY, lambda: (holder_of(Role.SECRETARY), reverse("accounts:people"))),
    Page("group", Role.TUTOR, group_page),
    Page("session", Role.TUTOR, session_page),
    Page("intern's file", Role.TUTOR, intern_file),
    Page("semester", Role.SECRETARY, semester_page),
    Page("convocations", Role.SECRETARY, convocation_list),
    Page("traces", Role.COORDINATOR, trace_list),
]


@dataclass(frozen=True)
class Publication:
    """The POST that publishes convocations: who sends it, where, with what."""

    person: Person
    role: Role
    url: str
    data: dict[str, str]


def publication() -> Publication:
    """Return the request that publishes about 110 convocations (a cohort's sessions, as drafts)."""
    drafts = TutorialSession.objects.filter(state=TutorialSession.State.DRAFT)
    semester = Semester.objects.filter(sessions__in=drafts).order_by("-pk").first()
    url = reverse("meetings:semester-publish", args=[semester.pk])
    return Publication(holder_of(Role.SECRETARY), Role.SECRETARY, url, {})
