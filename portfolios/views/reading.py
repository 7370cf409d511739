"""The tutor's side: what waits, one trace with its margin, the reading given back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.journal import note_opening
from accounts.models import Person, Role
from design.addresses import page_of_ours
from design.french import clock
from portfolios import rules
from portfolios.actions import (
    Frozen,
    annotate,
    last_submitted,
    open_reading,
    remove_annotation,
    reply,
    return_reading,
    save_reading,
)
from portfolios.forms import AnnotationForm, ReadingForm
from portfolios.gate import flags_of
from portfolios.margin import earlier_remarks, lay_out, reading_minutes, remarks_on
from portfolios.models import Annotation, Reading, ReadingMark, Trace, TraceVersion
from portfolios.queries import annotations_visible_to, competencies, traces_to_read_by, traces_visible_to
from portfolios.structure import CRITERIA, has_grid

PER_PAGE = 50
DECIDED = "Cette trace a déjà été décidée, ou une version plus récente existe."
Decision = Reading.Decision
TONES = {
    Decision.READ: "loire",
    Decision.VALIDATED: "saule",
    Decision.REWORK: "ambre",
    Decision.REFUSED: "brique",
}
READERS = (Role.TUTOR, Role.CO_TUTOR, Role.COORDINATOR)


@roles_required(Role.TUTOR, Role.CO_TUTOR)
@require_safe
def reading_list(request: HttpRequest) -> HttpResponse:
    """« À lire », oldest first."""
    person: Person = request.user  # type: ignore[assignment]
    page = Paginator(traces_to_read_by(person), PER_PAGE).get_page(request.GET.get("page"))
    begun = set(
        Reading.objects.filter(reader=person, version__trace__in=[trace.pk for trace in page]).values_list(
            "version__trace", flat=True
        )
    )
    return render(request, "portfolios/reading_list.html", {"page": page, "begun": begun})


@roles_required(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def trace_read(request: HttpRequest, pk: int) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    trace = _in_hand(request, pk)
    if not rules.comments(person, trace):
        if rules.is_author(person, trace):
            raise Http404
        if request.headers.get("X-Autosave"):
            return JsonResponse({"message": DECIDED}, status=409)
        return redirect("portfolios:trace-detail", pk=pk)
    version = last_submitted(trace)
    if request.method == "POST":
        return _post(request, trace, version)
    note_opening(actor=person, subject=trace.intern.person, part="trace")
    reading = Reading.objects.filter(version=version, reader=person).prefetch_related("marks").first()
    initial: dict[str, Any] = {}
    if reading:
        initial = {f"mark_{mark.criterion}": mark.mark for mark in reading.marks.all()} | {
            "word": reading.word
        }
    return _page(request, trace, version, ReadingForm(initial=initial))


def _post(request: HttpRequest, trace: Trace, version: TraceVersion) -> HttpResponse:
    """Keep the grid and the word, or return the reading (`rendre`)."""
    person: Person = request.user  # type: ignore[assignment]
    form = ReadingForm(request.POST)
    if not form.is_valid():
        if request.headers.get("X-Autosave"):
            return JsonResponse(
                {"message": "Non enregistré\u00a0: relisez la grille et votre mot."}, status=422
            )
        return _page(request, trace, version, form, status=422)
    try:
        if "rendre" not in request.POST:
            save_reading(version=version, reader=person, marks=form.marks, word=form.cleaned_data["word"])
            if request.headers.get("X-Autosave"):
                return JsonResponse({"message": f"Enregistré à {clock(timezone.now())}"})
            messages.success(
                request, "Votre lecture est gardée. L’interne n’en voit rien avant que vous la rendiez."
            )
            return redirect("portfolios:trace-read", pk=trace.pk)
        decision, offered = form.cleaned_data["decision"], _decisions(person, trace)
        if not offered or decision not in ("", *offered):
            raise Http404
        return_reading(
            version=version,
            reader=person,
            decision=decision,
            word=form.cleaned_data["word"],
            marks=form.marks,
        )
    except ValidationError as error:
        for field, problems in error.message_dict.items():
            form.add_error(field, problems)
        return _page(request, trace, version, form, status=422)
    except Frozen:
        if request.headers.get("X-Autosave"):
            return JsonResponse({"message": DECIDED}, status=409)
        messages.error(request, DECIDED)
        return redirect("portfolios:trace-detail", pk=trace.pk)
    messages.success(
        request, f"La lecture est rendue. Un courriel prévient {trace.intern.person.first_name}."
    )
    following = traces_to_read_by(person).first()
    if following:
        return redirect("portfolios:trace-read", pk=following.pk)
    return redirect("portfolios:trace-detail", pk=trace.pk)


@roles_required(*READERS)
@require_POST
def trace_opened(request: HttpRequest, pk: int) -> HttpResponse:
    """The read receipt, sent by the page once it is displayed."""
    person: Person = request.user  # type: ignore[assignment]
    trace = _in_hand(request, pk)
    if rules.comments(person, trace):
        try:
            open_reading(version=last_submitted(trace), reader=person)
        except Frozen:
            return HttpResponse(status=204)
    return HttpResponse(status=204)


@roles_required(*READERS)
@require_POST
def annotation_new(request: HttpRequest, pk: int) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    trace = _in_hand(request, pk)
    if not rules.comments(person, trace):
        raise Http404
    version = last_submitted(trace)
    form = AnnotationForm(request.POST, kind=trace.kind)
    if form.is_valid():
        try:
            annotation = annotate(version=version, author=person, **form.cleaned_data)
        except ValidationError as error:
            for field, problems in error.message_dict.items():
                form.add_error(field, problems)
        except Frozen:
            messages.error(request, DECIDED)
            return redirect("portfolios:trace-detail", pk=pk)
        else:
            return redirect(reverse("portfolios:trace-read", args=[pk]) + f"#note-{annotation.pk}")
    return _page(request, trace, version, ReadingForm(), annotation_form=form, status=422)


@roles_required(Role.INTERN, *READERS)
@require_POST
def annotation_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The author or a reader answers a remark they can see."""
    person: Person = request.user  # type: ignore[assignment]
    annotation = _seen(request, pk)
    trace = annotation.version.trace
    if not (rules.is_author(person, trace) or rules.follows_trace(person, trace)):
        raise Http404
    try:
        reply(annotation=annotation, author=person, text=request.POST.get("text", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except Frozen:
        messages.error(
            request, "La trace est décidée\u00a0: l’échange est clos. Parlez-en lors de la prochaine séance."
        )
    return redirect(_back(request, trace) + f"#note-{annotation.pk}")


@roles_required(*READERS)
@require_POST
def annotation_remove(request: HttpRequest, pk: int) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    annotation = _seen(request, pk)
    if annotation.author_id != person.pk:
        raise Http404
    try:
        remove_annotation(annotation=annotation, actor=person)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except Frozen:
        messages.error(request, DECIDED)
    return redirect(_back(request, annotation.version.trace))


def _in_hand(request: HttpRequest, pk: int) -> Trace:
    traces = traces_visible_to(request.user)  # type: ignore[arg-type]
    return get_object_or_404(
        traces.select_related(
            "intern__person", "intern__cohort__policy", "placement", "semester"
        ).prefetch_related("families", "mobilisations__competency"),
        pk=pk,
    )


def _seen(request: HttpRequest, pk: int) -> Annotation:
    """A remark on a trace one may see; for the author, of a reading that was returned."""
    person: Person = request.user  # type: ignore[assignment]
    annotation = get_object_or_404(
        Annotation.objects.select_related("version__trace__intern__person").filter(
            version__trace__in=traces_visible_to(person)
        ),
        pk=pk,
    )
    visible = annotations_visible_to(person, annotation.version.trace)
    if not visible.filter(pk=annotation.parent_id or annotation.pk).exists():
        raise Http404
    return annotation


def _back(request: HttpRequest, trace: Trace) -> str:
    return page_of_ours(request.POST.get("retour", ""), reverse("portfolios:trace-detail", args=[trace.pk]))


def _decisions(person: Person, trace: Trace) -> tuple[Reading.Decision, ...]:
    """What this person may answer when returning a reading; nothing where somebody else does."""
    if rules.validates(person, trace):
        return (Decision.VALIDATED, Decision.REWORK, Decision.REFUSED)
    if rules.returns_read(person, trace):
        return (Decision.READ, Decision.REWORK)
    return ()


def _page(
    request: HttpRequest,
    trace: Trace,
    version: TraceVersion,
    form: ReadingForm,
    *,
    annotation_form: AnnotationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    queue = list(traces_to_read_by(person).values_list("pk", flat=True))
    place = queue.index(trace.pk) if trace.pk in queue else None
    mobilised = {found.competency.code: found for found in trace.mobilisations.all()}
    remarks = list(annotations_visible_to(person, trace))
    all_competencies = competencies()
    return render(
        request,
        "portfolios/trace_read.html",
        {
            "trace": trace,
            "version": version,
            "form": form,
            "annotation_form": annotation_form or AnnotationForm(kind=trace.kind),
            "layout": lay_out(version, trace.kind, remarks_on(version, remarks)),
            "earlier": earlier_remarks(version, trace.kind, remarks),
            "flags": flags_of(version, title=trace.title, kind=trace.kind),
            "minutes": reading_minutes(version),
            "has_grid": has_grid(trace.kind),
            "marks_choices": ReadingMark.Mark.choices,
            "decisions": [(one.value, one.label, TONES[one]) for one in _decisions(person, trace)],
            "criteria_count": len(CRITERIA),
            "in_place_of_tutor": person.has_role(Role.COORDINATOR) and not rules.tutors_author(person, trace),
            "policy": trace.intern.cohort.policy,
            "petals": [found.code in mobilised for found in all_competencies],
            "competencies": [
                (index, found, mobilised.get(found.code)) for index, found in enumerate(all_competencies)
            ],
            "previous": queue[place - 1] if place else None,
            "following": queue[place + 1] if place is not None and place + 1 < len(queue) else None,
            "rank": place + 1 if place is not None else None,
            "waiting": len(queue),
        },
        status=status,
    )
