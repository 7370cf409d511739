"""The pages that are measured: who opens what, at the scale of profile R. Add a line to measure another."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Role
from groups.models import Intern, TutorialGroup, Tutorship
from meetings.models import Convocation, Semester, TutorialSession
from portfolios.models import Trace, TraceVersion

TRACES = 110


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
    """The portfolio of an intern who has 110 traces: more than anybody will, as a worst case."""
    intern = Intern.objects.annotate(count=Count("traces")).order_by("-count", "pk").first()
    missing = TRACES - intern.traces.count()
    traces = Trace.objects.bulk_create(
        Trace(
            intern=intern,
            title=f"Renouvellement difficile, {number}",
            semester=Semester.objects.latest("starts_on"),
            state=Trace.State.VALIDATED,
            submitted_at=timezone.now(),
            decided_at=timezone.now(),
        )
        for number in range(missing)
    )
    TraceVersion.objects.bulk_create(
        TraceVersion(trace=trace, number=1, submitted_at=timezone.now()) for trace in traces
    )
    return intern.person, reverse("portfolios:trace-list")


PAGES = [
    Page("group", Role.TUTOR, group_page),
    Page("session", Role.TUTOR, session_page),
    Page("intern's file", Role.TUTOR, intern_file),
    Page("semester", Role.SECRETARY, semester_page),
    Page("convocations", Role.SECRETARY, convocation_list),
    Page("traces", Role.INTERN, trace_list),
]


CONVOCATIONS = 110


@dataclass(frozen=True)
class Publication:
    """The POST that publishes convocations: who sends it, where, with what."""

    person: Person
    role: Role
    url: str
    data: dict[str, list[int]]


def publication() -> Publication:
    """Make drafts of as many sessions to come as convene CONVOCATIONS people; return what publishes them."""
    to_come = TutorialSession.objects.filter(starts_at__gt=timezone.now()).exclude(
        state__in=[TutorialSession.State.CLOSED, TutorialSession.State.CANCELLED]
    )
    chosen, people = [], 0
    for session in to_come.annotate(size=Count("group__memberships")).order_by("pk"):
        if people >= CONVOCATIONS:
            break
        chosen.append(session.pk)
        people += session.size + 1
    Convocation.objects.filter(session__in=chosen).delete()
    TutorialSession.objects.filter(pk__in=chosen).update(
        state=TutorialSession.State.DRAFT, published_at=None, sequence=0
    )
    url = reverse("meetings:session-publish")
    return Publication(holder_of(Role.SECRETARY), Role.SECRETARY, url, {"session": chosen})
