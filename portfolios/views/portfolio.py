"""The portfolio of its author, and a trace as one reads it."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from accounts.journal import note_opening
from accounts.models import Person, Role
from portfolios import rules
from portfolios.actions.corrections import ARCHIVABLE, DECIDED
from portfolios.comparison import compare
from portfolios.margin import earlier_remarks, lay_out, reading_minutes, remarks_on
from portfolios.models import Trace, TraceVersion
from portfolios.queries import (
    PER_PAGE,
    annotations_visible_to,
    counts_by_state,
    last_words,
    portfolio_of,
    portfolio_page,
    readings_returned,
    traces_visible_to,
    versions_visible_to,
)
from portfolios.structure import CRITERIA, sections_of

FILTERS = (
    ("", "Tout"),
    (Trace.State.REWORK.value, "À retravailler"),
    (Trace.State.DRAFT.value, "Brouillons"),
    (Trace.State.SUBMITTED.value, "Soumis"),
    (Trace.State.VALIDATED.value, "Validés"),
    (Trace.State.REFUSED.value, "Non validés"),
    (Trace.State.ARCHIVED.value, "Archivés"),
)
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


@roles_required(Role.INTERN)
@require_safe
def trace_list(request: HttpRequest) -> HttpResponse:
    """Somebody's own portfolio; `?etat=` filters it."""
    intern = portfolio_of(request.user)  # type: ignore[arg-type]
    if intern is None:
        raise Http404
    counts = counts_by_state(intern)
    asked = request.GET.get("etat", "")
    shown = asked if asked in Trace.State.values else ""
    kept = sum(count for state, count in counts.items() if state != Trace.State.ARCHIVED)
    page = Paginator(range(counts.get(shown, 0) if shown else kept), PER_PAGE).get_page(
        request.GET.get("page")
    )
    found = portfolio_page(intern, shown, max(0, page.start_index() - 1))
    page.object_list = found  # type: ignore[assignment]
    pills = [
        (label, f"?etat={state}" if state else "?", counts.get(state, 0) if state else kept, state == shown)
        for state, label in FILTERS
        if not state or counts.get(state) or state == shown
    ]
    words = last_words([trace.pk for trace in found if trace.state == Trace.State.REWORK])
    rows = [(trace, words.get(trace.pk)) for trace in found]
    return render(
        request, "portfolios/trace_list.html", {"page": page, "rows": rows, "pills": pills, "kept": kept}
    )


@require_safe
def trace_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A trace with its comments and its story; `?version=` shows another version."""
    person: Person = request.user  # type: ignore[assignment]
    trace = _visible(person, pk)
    versions = list(versions_visible_to(person, trace))
    version = _chosen(versions, request.GET.get("version"), trace)
    version.trace = trace
    is_author = rules.is_author(person, trace)
    if not is_author:
        note_opening(actor=person, subject=trace.intern.person, part="trace")
    readings = list(readings_returned(trace))
    remarks = list(annotations_visible_to(person, trace))
    reading = next((found for found in readings if found.version_id == version.pk), None)
    return render(
        request,
        "portfolios/trace_detail.html",
        {
            "trace": trace,
            "version": version,
            "versions": versions,
            "is_author": is_author,
            "may_read": rules.comments(person, trace),
            "may_correct": is_author and trace.state in DECIDED,
            "may_archive": is_author and trace.state in ARCHIVABLE,
            "may_reply": trace.state in (Trace.State.SUBMITTED, Trace.State.REWORK),
            "draft": next((found for found in versions if found.submitted_at is None), None),
            "layout": lay_out(version, trace.kind, remarks_on(version, remarks)),
            "earlier": earlier_remarks(version, trace.kind, remarks),
            "readings": readings,
            "reading": reading,
            "marks": [(CRITERIA[mark.criterion], mark) for mark in reading.marks.all()] if reading else [],
            "minutes": reading_minutes(version),
        },
    )


@require_safe
def trace_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed from one version to another: `?de=1&a=2`, the last two unless told."""
    person: Person = request.user  # type: ignore[assignment]
    trace = _visible(person, pk)
    versions = list(versions_visible_to(person, trace))
    if not versions:
        raise Http404
    after = _numbered(versions, request.GET.get("a")) or versions[0]
    earlier = [version for version in versions if version.number < after.number]
    before = _numbered(versions, request.GET.get("de")) or (earlier[0] if earlier else None)
    changes = []
    if before:
        changes = [
            (section, compare(before.sections.get(section.code, ""), after.sections.get(section.code, "")))
            for section in sections_of(trace.kind)
        ]
    return render(
        request,
        "portfolios/trace_versions.html",
        {
            "trace": trace,
            "versions": versions,
            "before": before,
            "after": after,
            "changes": [(section, runs) for section, runs in changes if runs],
            "is_author": rules.is_author(person, trace),
        },
    )


@require_safe
def trace_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a version, to be saved and never displayed by the browser."""
    person: Person = request.user  # type: ignore[assignment]
    version = get_object_or_404(
        TraceVersion.objects.select_related("trace__intern__person").filter(
            trace__in=traces_visible_to(person)
        ),
        pk=pk,
    )
    is_author = rules.is_author(person, version.trace)
    if not version.file or (version.submitted_at is None and not is_author):
        raise Http404
    if not is_author:
        note_opening(actor=person, subject=version.trace.intern.person, part="trace")
    try:
        with version.file.open() as stored:
            content = stored.read()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=TYPES.get(version.file_kind, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(True, version.file_name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _visible(person: Person, pk: int) -> Trace:
    traces = traces_visible_to(person).select_related(
        "intern__person", "intern__cohort__policy", "placement", "semester", "decided_by"
    )
    return get_object_or_404(
        traces.prefetch_related("families", "mobilisations__competency"),
        pk=pk,
    )


def _chosen(versions: list[TraceVersion], number: str | None, trace: Trace) -> TraceVersion:
    """The version asked for, else the last one submitted, else the draft."""
    if not versions:
        raise Http404
    if number is not None:
        found = _numbered(versions, number)
        if found is None:
            raise Http404
        return found
    return next((version for version in versions if version.submitted_at), versions[0])


def _numbered(versions: list[TraceVersion], number: str | None) -> TraceVersion | None:
    return next((version for version in versions if str(version.number) == number), None)
