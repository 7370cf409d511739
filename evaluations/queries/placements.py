"""Placements to be evaluated, and who reads what their supervisors said (A-061, D.1-18)."""

from datetime import datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import Person, Role
from evaluations.links import LINK_FOR, named_by
from evaluations.models import PlacementEvaluation, PlacementLevel
from evaluations.queries.files import commissions_open_to
from groups.queries import interns_followed_by
from meetings.models import Placement
from portfolios.queries import interns_tutored_by

TO_ASK = Q(supervisor__isnull=False, asked_at=None)
WAITING = Q(asked_at__isnull=False, submitted_at=None)
RETURNED = Q(submitted_at__isnull=False)
WITHOUT_SUPERVISOR = Q(supervisor=None, asked_at=None)
FILTERS = {
    "a-demander": TO_ASK,
    "attendues": WAITING,
    "rendues": RETURNED,
    "sans-maitre-de-stage": WITHOUT_SUPERVISOR,
}


def placements_asked_about_by(person: Person) -> QuerySet[Placement]:
    """The placements whose evaluation `person` may ask for: all for coordination, a tutor's tutees'.

    Each says `asked_at`, `submitted_at` and `evaluation_pk`, None while nothing was asked.
    """
    placements = Placement.objects.annotate(
        asked_at=F("evaluation__asked_at"),
        submitted_at=F("evaluation__submitted_at"),
        evaluation_pk=F("evaluation__pk"),
    )
    if person.has_role(Role.COORDINATOR):
        return placements
    return placements.filter(intern__in=interns_tutored_by(person))


def counts_of(placements: QuerySet[Placement]) -> dict[str, int]:
    """How many placements each filter keeps, and `tous`; in one query."""
    counters = {name.replace("-", "_"): Count("pk", filter=kept) for name, kept in FILTERS.items()}
    found = placements.aggregate(tous=Count("pk"), **counters)
    return {name: found[name.replace("-", "_")] for name in ("tous", *FILTERS)}


def evaluations_visible_to(person: Person) -> QuerySet[PlacementEvaluation]:
    """A supervisor's own; once returned, also for whoever reads the intern's file (A-162).

    For everybody else they do not exist.
    """
    returned = Q(submitted_at__isnull=False)
    if person.has_role(Role.COORDINATOR, Role.DIRECTOR):
        readable = returned
    else:
        readable = returned & (
            Q(placement__intern__person=person)
            | Q(placement__intern__in=interns_followed_by(person))
            | Q(
                placement__intern__cohort__in=commissions_open_to(person, timezone.localdate()).values(
                    "cohort"
                )
            )
        )
    return PlacementEvaluation.objects.filter(readable | Q(placement__supervisor__person=person))


def evaluations_of_supervisor(person: Person) -> QuerySet[PlacementEvaluation]:
    """What was asked of this supervisor: to do first, then the latest returned."""
    return (
        PlacementEvaluation.objects.filter(placement__supervisor__person=person)
        .select_related("placement__intern__person", "placement__semester")
        .order_by(F("submitted_at").desc(nulls_first=True), "-asked_at", "-pk")
    )


def with_what_they_say(evaluations: QuerySet[PlacementEvaluation]) -> QuerySet[PlacementEvaluation]:
    """Load the placement, its people and the levels in the order of the petals."""
    return evaluations.select_related(
        "placement__intern__person",
        "placement__intern__cohort",
        "placement__semester",
        "placement__supervisor__person",
    ).prefetch_related(
        Prefetch(
            "levels",
            queryset=PlacementLevel.objects.select_related("competency").order_by("competency__position"),
        )
    )


def evaluation_opened_by(token: str, now: datetime) -> PlacementEvaluation | None:
    """The evaluation which a link still opens at `now`.

    None for a link that was altered, is too old or has served, and when somebody else now supervises.
    """
    named = named_by(token)
    if named is None:
        return None
    evaluation_id, supervisor_id = named
    return (
        with_what_they_say(PlacementEvaluation.objects.all())
        .filter(
            pk=evaluation_id,
            placement__supervisor=supervisor_id,
            submitted_at=None,
            asked_at__gt=now - LINK_FOR,
        )
        .first()
    )
