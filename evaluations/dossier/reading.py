"""What a file is read from: one compiled query a kind of piece, each by the id of the `intern`."""

from django.db.models import Count, QuerySet, Window

from database.prepared import Slot, prepared
from evaluations.models import Assessment, Contact, Objective, ReflectiveShift
from meetings.models import Interview, Placement
from meetings.queries import interviews_waiting
from portfolios.models import Trace


@prepared
def placements_of(*, intern: Slot) -> QuerySet[Placement]:
    return (
        Placement.objects.filter(intern=intern)
        .select_related("semester", "evaluation")
        .order_by("semester__starts_on")
    )


@prepared
def assessments_of(with_authors: bool, *, intern: Slot) -> QuerySet[Assessment]:
    """Latest first, each with `evidence_count`."""
    authors = ("assessed_by",) if with_authors else ()
    return (
        Assessment.objects.filter(intern=intern)
        .select_related("competency", "semester", *authors)
        .annotate(evidence_count=Count("evidence"))
        .order_by("-assessed_at", "-pk")
    )


@prepared
def shifts_of(*, intern: Slot) -> QuerySet[ReflectiveShift]:
    return (
        ReflectiveShift.objects.filter(intern=intern)
        .select_related("trace", "marked_by")
        .order_by("occurred_on", "pk")
    )


@prepared
def contacts_of(*, intern: Slot) -> QuerySet[Contact]:
    return Contact.objects.filter(intern=intern).select_related("session").order_by("-occurred_at", "-pk")


@prepared
def objectives_of(*, intern: Slot) -> QuerySet[Objective]:
    return Objective.objects.filter(intern=intern).order_by("due_on", "pk")


@prepared
def interviews_awaited_by(*, tutor: Slot, intern: Slot) -> QuerySet[Interview]:
    return interviews_waiting(Interview.objects.filter(tutor__person=tutor, intern=intern))


@prepared
def submitted_traces_of(most: int | None, *, intern: Slot) -> QuerySet[Trace]:
    """The `most` latest ones, or all; each knows how many there are (`count`)."""
    traces = (
        Trace.objects.filter(intern=intern)
        .exclude(state__in=[Trace.State.DRAFT, Trace.State.ARCHIVED])
        .annotate(count=Window(Count("pk")))
        .order_by("-submitted_at", "-pk")
    )
    return traces[:most]
