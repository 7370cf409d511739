"""What every page carries around its content: the navigation of the role, the fil du semestre."""

from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Role
from design.chrome import MILESTONE, SESSION, NavItem, SemesterStrip, StripMark
from meetings.models import Semester
from meetings.queries import semester_and_meetings_on, sessions_on_the_fil
from portfolios.queries import count_to_read_by
from tutorat.demo.files import demo_files
from tutorat.navigation import navigation

WORN_AS = {
    (Role.TUTOR, "f"): "Tutrice",
    (Role.TUTOR, "m"): "Tuteur",
    (Role.CO_TUTOR, "f"): "Co-tutrice",
    (Role.CO_TUTOR, "m"): "Co-tuteur",
    (Role.INTERN, "f"): "Interne",
    (Role.INTERN, "m"): "Interne",
    (Role.INTERN, ""): "Interne",
    (Role.DIRECTOR, "f"): "Directrice du DUMG",
    (Role.DIRECTOR, "m"): "Directeur du DUMG",
    (Role.COORDINATOR, "f"): "Coordonnatrice du DES",
    (Role.COORDINATOR, "m"): "Coordonnateur du DES",
}
MARKED = {SESSION: "séance", MILESTONE: "rencontre tutoriale"}


def worn_as(role: Role, person: Person) -> str:
    """How the role is named beside the person: `Tutrice`, `Secrétariat`."""
    return WORN_AS.get((role, person.gender), str(role.label))


class Chrome:
    """Read by `base.html`, piece by piece: a fragment that draws no header costs no query."""

    search_url = ""
    notices_url = ""
    notices = 0
    demo = settings.DEMO

    def __init__(self, request: HttpRequest) -> None:
        self.person: Person = request.user  # type: ignore[assignment]
        self.role: Role | None = request.role  # type: ignore[attr-defined]
        self.path = request.path
        self.department = settings.DEPARTMENT["name"]
        self.theme = self.person.theme
        if self.role not in (None, Role.SUPERVISOR, Role.ADMINISTRATOR):
            self.search_url = reverse("search")

    @property
    def demo_files(self) -> list[str]:
        """Names of the files a visitor of the demo may import; none elsewhere."""
        return sorted(demo_files()) if self.demo else []

    @property
    def role_label(self) -> str:
        return worn_as(self.role, self.person) if self.role else "Compte sans rôle"

    @property
    def other_roles(self) -> list[tuple[str, str]]:
        return [
            (worn_as(role, self.person), role.value)
            for role in Role
            if role in self.person.roles and role != self.role
        ]

    @cached_property
    def nav(self) -> list[NavItem]:
        return navigation(self.role, self.path, self.counts) if self.role else []

    @cached_property
    def counts(self) -> dict[str, int]:
        if self.role in (Role.TUTOR, Role.CO_TUTOR):
            return {"to_read": count_to_read_by(self.person)}
        return {}

    @cached_property
    def strip(self) -> SemesterStrip | None:
        today = timezone.localdate()
        semester, meetings = semester_and_meetings_on(today) if self.role else (None, [])
        if semester is None:
            return None
        return SemesterStrip(
            label=semester.label,
            starts_on=semester.starts_on,
            ends_on=semester.ends_on,
            today=today,
            marks=_marks(self.person, semester, meetings),
        )


TUTORS_MEETING_GOERS = (Role.SECRETARY, Role.COORDINATOR, Role.DIRECTOR, Role.TUTOR, Role.CO_TUTOR)


def _marks(person: Person, semester: Semester, meetings: list[datetime]) -> tuple[StripMark, ...]:
    """One mark per day and kind: the person's sessions and the tutors' meetings."""
    days = {(timezone.localdate(moment), SESSION) for moment in sessions_on_the_fil(person, semester)}
    if person.has_role(*TUTORS_MEETING_GOERS):
        days |= {(timezone.localdate(moment), MILESTONE) for moment in meetings}
    return tuple(StripMark(date=day, kind=kind, label=MARKED[kind]) for day, kind in sorted(days))


def chrome(request: HttpRequest) -> dict[str, Chrome | None]:
    """Context processor: `chrome` for signed-in people, None for the others."""
    user = getattr(request, "user", None)
    return {"chrome": Chrome(request) if user is not None and user.is_authenticated else None}
