"""What a commission reads of its interns: levels, traces, presence. Never words, never drafts (D.1-18)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import Person, Role
from evaluations.models import Commission
from evaluations.queries.files import commissions_visible_to
from evaluations.queries.followup import FOLLOWED, submitted_rsca
from evaluations.queries.levels import NO_LEVELS, current_levels
from groups.models import Intern, Tutor, TutorialGroup
from groups.queries import tutors_by_group, with_current_group
from meetings.models import Attendance, TutorialSession

CAME = (Attendance.Status.PRESENT, Attendance.Status.LATE)
MAY_SIT = (Role.COMMISSION, Role.TUTOR)
NOWHERE = (None, None)
"""The seat of those who have neither a group nor a tutor."""


@dataclass(frozen=True)
class Dossier:
    """One line of the table. `sessions` counts those held that the intern was not exempted from."""

    intern: Intern
    levels: tuple[int, ...]
    rsca: int
    families: int
    attended: int
    sessions: int


@dataclass(frozen=True)
class GroupOfDossiers:
    """The interns of a group, those alone with a tutor (`group` is None), or those who have neither."""

    group: TutorialGroup | None
    tutor: Tutor | None
    dossiers: list[Dossier]

    @property
    def people(self) -> list[Person]:
        """The faces of the group."""
        return [dossier.intern.person for dossier in self.dossiers]


def commissions_listed_for(person: Person, today: date) -> QuerySet[Commission]:
    """Those `person` may open, latest first, with `member_count` and `dossier_count`."""
    return (
        Commission.objects.filter(pk__in=commissions_visible_to(person, today).values("pk"))
        .select_related("cohort")
        .annotate(
            member_count=Count("members", distinct=True),
            dossier_count=Count(
                "cohort__interns", filter=Q(cohort__interns__standing__in=FOLLOWED), distinct=True
            ),
        )
        .order_by("-held_on", "-pk")
    )


def people_who_may_sit() -> QuerySet[Person]:
    """Tutors and holders of the commission role, with an active account, by name."""
    return (
        Person.objects.filter(is_active=True, role_assignments__role__in=MAY_SIT)
        .distinct()
        .order_by("last_name", "first_name", "pk")
    )


def dossiers_by_group(commission: Commission) -> list[GroupOfDossiers]:
    """Everybody under review, group by group, then those alone with a tutor, then those without anybody.

    Six queries whatever the size.
    """
    interns = list(
        with_current_group(
            Intern.objects.filter(cohort=commission.cohort_id, standing__in=FOLLOWED)
        ).order_by("person__last_name", "person__first_name", "pk")
    )
    ids = [intern.pk for intern in interns]
    levels = current_levels(ids)
    production = _production(ids)
    presence = _presence(ids)
    groups: dict[int, TutorialGroup] = {}
    alone: dict[int, Tutor] = {}
    seated: dict[tuple[int | None, int | None], list[Dossier]] = {}
    for intern in interns:
        seat = next(iter(intern.active_memberships), None)  # type: ignore[attr-defined]
        if seat and seat.group_id:
            groups[seat.group_id] = seat.group
        elif seat:
            alone[seat.tutor_id] = seat.tutor
        rsca, families = production.get(intern.pk, (0, 0))
        attended, held = presence.get(intern.pk, (0, 0))
        seated.setdefault((seat.group_id, seat.tutor_id) if seat else NOWHERE, []).append(
            Dossier(intern, levels.get(intern.pk, NO_LEVELS), rsca, families, attended, held)
        )
    tutors = tutors_by_group(groups)
    ordered = sorted(groups.values(), key=lambda group: group.number)
    found = [GroupOfDossiers(group, tutors.get(group.pk), seated[group.pk, None]) for group in ordered]
    found += [GroupOfDossiers(None, tutor, seated[None, pk]) for pk, tutor in alone.items()]
    if NOWHERE in seated:
        found.append(GroupOfDossiers(None, None, seated[NOWHERE]))
    return found


def _production(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Intern → RSCA submitted, and families of situations they cover."""
    rows = (
        submitted_rsca()
        .filter(intern__in=ids)
        .order_by()
        .values("intern")
        .annotate(rsca=Count("pk", distinct=True), covered=Count("families", distinct=True))
        .values_list("intern", "rsca", "covered")
    )
    return {intern: (rsca, covered) for intern, rsca, covered in rows}


def _presence(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Intern → sessions attended, and held without being exempted."""
    rows = (
        Attendance.objects.filter(intern__in=ids, session__state=TutorialSession.State.CLOSED)
        .exclude(status=Attendance.Status.EXEMPT)
        .order_by()
        .values("intern")
        .annotate(attended=Count("pk", filter=Q(status__in=CAME)), held=Count("pk"))
        .values_list("intern", "attended", "held")
    )
    return {intern: (attended, held) for intern, attended, held in rows}
