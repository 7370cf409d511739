"""Reading traces, within what a person may see (D.1-18)."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Person, Role
from database.prepared import Slot, prepared
from groups.models import Intern
from groups.queries import interns_followed_by, interns_tutored_by, seats_followed_by
from portfolios.models import (
    Annotation,
    Competency,
    Mobilisation,
    Reading,
    SituationFamily,
    Trace,
    TraceVersion,
)

State = Trace.State


def traces_visible_to(person: Person) -> QuerySet[Trace]:
    """The author's own; what was submitted to tutors, co-tutors, coordination and direction.

    A recognisable story is for the author and the tutor only. The secretariat never reads a trace.
    """
    if person.has_role(Role.COORDINATOR, Role.DIRECTOR):
        shared = Q(recognisable=False)
    else:
        shared = Q(recognisable=False, intern__in=interns_followed_by(person))
    tutored = Q(intern__in=interns_tutored_by(person))
    return Trace.objects.filter(Q(intern__person=person) | (~Q(state=State.DRAFT) & (tutored | shared)))


def traces_of(intern: Intern) -> QuerySet[Trace]:
    """An intern's own portfolio with what its list shows, latest change first."""
    return with_marks(Trace.objects.filter(intern=intern))


def with_marks(traces: QuerySet[Trace]) -> QuerySet[Trace]:
    """Load the placement, the families and the mobilised competencies of each trace in two more queries.

    Each trace then carries `shown_families` and `mobilised`, plain lists.
    """
    return traces.select_related("placement").prefetch_related(
        Prefetch("families", to_attr="shown_families"),
        Prefetch(
            "mobilisations",
            queryset=Mobilisation.objects.order_by().select_related("competency"),
            to_attr="mobilised",
        ),
    )


PER_PAGE = 50


@prepared
def _own_intern(*, person: Slot) -> QuerySet[Intern]:
    return Intern.objects.filter(person=person)


@prepared
def _counts(*, intern: Slot) -> QuerySet[Trace, tuple[str, int]]:
    return Trace.objects.filter(intern=intern).order_by().values_list("state").annotate(count=Count("pk"))


@prepared
def _portfolio(state: str, start: int, *, intern: Slot) -> QuerySet[Trace]:
    traces = Trace.objects.filter(intern=intern).select_related("placement").order_by("-changed_at", "-pk")
    traces = traces.filter(state=state) if state else traces.exclude(state=State.ARCHIVED)
    return traces[start : start + PER_PAGE]


@prepared
def _families(*, intern: Slot) -> QuerySet[Any]:
    return (
        Trace.families.through.objects.filter(trace__intern=intern)
        .select_related("situationfamily")
        .order_by("situationfamily__position")
    )


@prepared
def _mobilisations(*, intern: Slot) -> QuerySet[Mobilisation]:
    return Mobilisation.objects.filter(trace__intern=intern).order_by().select_related("competency")


def portfolio_of(person: Person) -> Intern | None:
    """The intern somebody is."""
    return _own_intern.first(person=person.pk)


def counts_by_state(intern: Intern) -> dict[str, int]:
    return dict(_counts(intern=intern.pk))


def portfolio_page(intern: Intern, state: str, start: int) -> list[Trace]:
    """PER_PAGE traces of `traces_of` from the `start`th, in one state or all but the archived."""
    traces = _portfolio(state, start, intern=intern.pk)
    families: dict[int, list[SituationFamily]] = defaultdict(list)
    mobilised: dict[int, list[Mobilisation]] = defaultdict(list)
    for marked in _families(intern=intern.pk):
        families[marked.trace_id].append(marked.situationfamily)
    for mobilisation in _mobilisations(intern=intern.pk):
        mobilised[mobilisation.trace_id].append(mobilisation)
    for trace in traces:
        trace.shown_families = families[trace.pk]  # type: ignore[attr-defined]
        trace.mobilised = mobilised[trace.pk]  # type: ignore[attr-defined]
    return traces


def versions_visible_to(person: Person, trace: Trace) -> QuerySet[TraceVersion]:
    """Every version for the author, the submitted ones for the readers; latest first."""
    versions = trace.versions.all()
    if trace.intern.person_id != person.pk:
        versions = versions.filter(submitted_at__isnull=False)
    return versions.order_by("-number")


def traces_to_read_by(person: Person | Slot) -> QuerySet[Trace]:
    """The reading queue of a tutor or co-tutor (A-045), oldest first; what was returned « Lu » left it."""
    read = Reading.objects.filter(
        version__trace=OuterRef("pk"),
        decision=Reading.Decision.READ,
        returned_at__gte=OuterRef("submitted_at"),
    )
    tutored = seats_followed_by(person, as_tutor=True).values("intern")
    return (
        Trace.objects.filter(
            ~Exists(read),
            Q(recognisable=False) | Q(intern__in=tutored),
            state=State.SUBMITTED,
            intern__in=seats_followed_by(person).values("intern"),
        )
        .select_related("intern__person", "intern__cohort")
        .order_by("submitted_at", "pk")
    )


@prepared
def _waiting_for(*, person: Slot) -> QuerySet[Trace, int]:
    return traces_to_read_by(person).order_by().values_list("pk", flat=True)


def count_to_read_by(person: Person) -> int:
    """How long the reading queue is; every page of a tutor says it."""
    return len(_waiting_for(person=person.pk))


def readings_returned(trace: Trace) -> QuerySet[Reading]:
    """The readings given back, latest first, with what the author may now see of them."""
    return (
        Reading.objects.filter(version__trace=trace, returned_at__isnull=False)
        .select_related("reader", "version")
        .prefetch_related("marks")
        .order_by("-returned_at", "-pk")
    )


def annotations_visible_to(person: Person, trace: Trace) -> QuerySet[Annotation]:
    """The remarks on all versions of a trace with their replies; for the author, those that were returned.

    Each says the number of its version, `of_version`.
    """
    annotations = Annotation.objects.filter(version__trace=trace, parent=None)
    if trace.intern.person_id == person.pk:
        annotations = annotations.filter(version__readings__returned_at__gte=F("created_at")).distinct()
    return (
        annotations.select_related("author", "competency")
        .annotate(of_version=F("version__number"))
        .prefetch_related(Prefetch("replies", queryset=Annotation.objects.select_related("author")))
        .order_by("section", "start", "created_at", "pk")
    )


def last_words(traces: QuerySet[Trace] | Collection[int]) -> dict[int, Reading]:
    """For each trace (or its number) its last returned reading, when that reading asked for rework."""
    readings = (
        Reading.objects.filter(version__trace__in=traces, returned_at__isnull=False)
        .select_related("reader")
        .annotate(trace_id=F("version__trace"))
        .order_by("returned_at", "pk")
    )
    last = {reading.trace_id: reading for reading in readings}
    return {trace: reading for trace, reading in last.items() if reading.decision == Reading.Decision.REWORK}


def competencies() -> list[Competency]:
    """The six, in the order of the petals."""
    return list(Competency.objects.order_by("position"))
