"""The editor: one section at a time, saved by itself or by its buttons."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import roles_required
from accounts.models import Person, Role
from design.french import clock
from groups.models import Intern
from portfolios.actions import Frozen, NewerSave, keep_identifier, replace_identifier, save_draft, start_trace
from portfolios.forms import NewTraceForm, TraceForm, initial_of
from portfolios.gate import Flag, blocking, flags_of
from portfolios.margin import flagged
from portfolios.models import Trace, TraceVersion
from portfolios.structure import Section, sections_of

FROZEN = "Cette trace est soumise ou décidée\u00a0: son texte ne change plus."


@roles_required(Role.INTERN)
@require_http_methods(["GET", "HEAD", "POST"])
def trace_new(request: HttpRequest) -> HttpResponse:
    """Choose what to write; the draft is made by the POST."""
    intern = get_object_or_404(Intern, person=request.user)
    form = NewTraceForm(request.POST or None, initial={"kind": request.GET.get("type", Trace.Kind.RSCA)})
    if request.method == "POST" and form.is_valid():
        try:
            trace = start_trace(intern=intern, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("portfolios:trace-edit", pk=trace.pk)
    return render(request, "portfolios/trace_new.html", {"form": form})


@roles_required(Role.INTERN)
@require_http_methods(["GET", "HEAD", "POST"])
def trace_edit(request: HttpRequest, pk: int) -> HttpResponse:
    version = own_draft(request, pk)
    if version is None:
        get_object_or_404(_own_traces(request), pk=pk)
        if request.headers.get("X-Autosave"):
            return JsonResponse({"message": FROZEN}, status=409)
        return redirect("portfolios:trace-detail", pk=pk)
    step = _step(version.trace, request.POST.get("etape") or request.GET.get("etape", ""))
    if request.method == "POST":
        return _save(request, version, step)
    text = version.sections.get(step.code, "")
    initial = initial_of(version.trace, text=text, revision=version.revision)
    form = TraceForm(initial=initial, trace=version.trace, step=step.code)
    return _editor(request, version, step, form)


@roles_required(Role.INTERN)
@require_safe
def trace_flags(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel of identifiers alone, after a save."""
    version = own_draft(request, pk)
    if version is None:
        get_object_or_404(_own_traces(request), pk=pk)
        return HttpResponse(status=204)
    flags = flags_of(version, title=version.trace.title, kind=version.trace.kind)
    return render(request, "portfolios/_flags.html", {"flags": flags, "blocking": blocking(flags)})


def own_draft(request: HttpRequest, pk: int) -> TraceVersion | None:
    """The draft version of one's own trace, with the trace loaded; None when it is with the readers."""
    return (
        TraceVersion.objects.filter(
            trace__in=_own_traces(request),
            trace=pk,
            submitted_at=None,
            trace__state__in=(Trace.State.DRAFT, Trace.State.REWORK),
        )
        .select_related(
            "trace__intern__person",
            "trace__intern__cohort__policy",
            "trace__semester",
            "trace__placement",
        )
        .prefetch_related("trace__families", "trace__mobilisations__competency")
        .first()
    )


def _own_traces(request: HttpRequest) -> QuerySet[Trace]:
    return Trace.objects.filter(intern__person=cast(Person, request.user))


def _step(trace: Trace, code: str) -> Section:
    sections = sections_of(trace.kind)
    return next((section for section in sections if section.code == code), sections[0])


def _save(request: HttpRequest, version: TraceVersion, step: Section) -> HttpResponse:
    is_autosave = bool(request.headers.get("X-Autosave"))
    form = TraceForm(request.POST, trace=version.trace, step=step.code)
    if not form.is_valid():
        if is_autosave:
            message = "Non enregistré\u00a0: " + " ".join(
                str(error) for errors in form.errors.values() for error in errors
            )
            return JsonResponse({"message": message}, status=422)
        return _editor(request, version, step, form, status=422)
    try:
        saved = save_draft(
            version=version,
            revision=form.cleaned_data["revision"],
            sections={step.code: form.cleaned_data["text"]},
            details=form.details,
        )
    except Frozen:
        if is_autosave:
            return JsonResponse({"message": FROZEN}, status=409)
        messages.error(request, FROZEN)
        return redirect("portfolios:trace-detail", pk=version.trace_id)
    except NewerSave as newer:
        at = clock(newer.current.saved_at)
        if is_autosave:
            message = (
                f"Un autre onglet a enregistré un autre texte à {at}. Enregistrez ici pour voir les deux."
            )
            return JsonResponse({"message": message}, status=409)
        return _both_texts(request, version, step, newer.current)
    if is_autosave:
        return JsonResponse(
            {"fields": {"revision": saved.revision}, "message": f"Enregistré à {clock(saved.saved_at)}"}
        )
    return _next(request, saved, step)


def _both_texts(
    request: HttpRequest, version: TraceVersion, step: Section, current: TraceVersion
) -> HttpResponse:
    """What was typed stays in the field, what the other tab saved stands beside it; the next save decides."""
    data = request.POST.copy()
    data["revision"] = str(current.revision)
    form = TraceForm(data, trace=version.trace, step=step.code)
    other = {"text": current.sections.get(step.code, ""), "saved_at": current.saved_at}
    return _editor(request, version, step, form, other=other, status=409)


def _next(request: HttpRequest, version: TraceVersion, step: Section) -> HttpResponse:
    """Where the pressed button leads, once the text is saved."""
    trace = version.trace
    if "soumettre" in request.POST:
        return redirect("portfolios:trace-submit", pk=trace.pk)
    if "apercu" in request.POST:
        return redirect(reverse("portfolios:trace-detail", args=[trace.pk]) + f"?version={version.number}")
    if "versions" in request.POST:
        return redirect("portfolios:trace-versions", pk=trace.pk)
    goal, anchor = step.code, ""
    for verb in ("remplacer", "supprimer", "garder"):
        if verb in request.POST:
            _mend(request, version, verb, request.POST[verb])
            anchor = "#identifiants"
    if "aller" in request.POST:
        goal, anchor = _step(trace, request.POST["aller"]).code, "#ecrire"
    elif "verifier" in request.POST:
        anchor = "#identifiants"
    elif "enregistrer" in request.POST:
        messages.success(request, f"Brouillon enregistré à {clock(timezone.now())}.")
    return redirect(reverse("portfolios:trace-edit", args=[trace.pk]) + f"?etape={goal}{anchor}")


def _mend(request: HttpRequest, version: TraceVersion, verb: str, rank: str) -> None:
    """Replace, remove or keep the flagged passage whose row the button is in."""
    flag = _pointed(version, request.POST.get(f"repere-{rank}", ""))
    if flag is None:
        messages.info(request, "Ce passage n’est plus dans le texte.")
        return
    try:
        if verb == "garder":
            keep_identifier(version=version, flag=flag, reason=request.POST.get(f"motif-{rank}", ""))
        elif not flag.is_in_file:
            replacement = request.POST.get(f"remplacement-{rank}", "").strip() if verb == "remplacer" else ""
            replace_identifier(version=version, flag=flag, replacement=replacement)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except NewerSave:
        messages.error(
            request, "Un autre onglet vient d’enregistrer ce texte. Vérifiez-le, puis recommencez."
        )
    except Frozen:
        messages.error(request, FROZEN)


def _pointed(version: TraceVersion, key: str) -> Flag | None:
    """The flag a row was about, `section|kind|passage`, if it is still there."""
    flags = flags_of(version, title=version.trace.title, kind=version.trace.kind)
    return next((flag for flag in flags if flag.key == key), None)


def _editor(
    request: HttpRequest,
    version: TraceVersion,
    step: Section,
    form: TraceForm,
    *,
    other: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    trace = version.trace
    sections = sections_of(trace.kind)
    flags = flags_of(version, title=trace.title, kind=trace.kind)
    parts: list[dict[str, Any]] = []
    for number, section in enumerate(sections, start=1):
        text = version.sections.get(section.code, "")
        parts.append(
            {
                "number": number,
                "section": section,
                "words": len(text.split()),
                "is_current": section == step,
                "paragraphs": flagged(text, flags, section.code) if section != step else [],
            }
        )
    place = sections.index(step)
    return render(
        request,
        "portfolios/trace_edit.html",
        {
            "trace": trace,
            "version": version,
            "rank": trace.semester.rank_for(trace.intern.cohort.entered_on) - trace.intern.semester_lag,
            "form": form,
            "parts": parts,
            "words_elsewhere": sum(part["words"] for part in parts if not part["is_current"]),
            "step": step,
            "following": sections[place + 1] if place + 1 < len(sections) else None,
            "flags": flags,
            "blocking": blocking(flags),
            "other": other,
            "chosen_families": [family.short_label for family in trace.families.all()],
        },
        status=status,
    )
