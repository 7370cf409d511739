"""Importing: a file is left, looked at, mapped again if need be, then confirmed."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Role
from design.french import list_words, plural
from groups.actions import ImportOver, PlanChanged, abandon_import, apply_import, remap_import, start_import
from groups.forms import ColumnsForm, ImportStartForm
from groups.import_plans import Plan, cohort_of, plan_of
from groups.imports import FileRefused, ImportContext, ImportKind, State, kind_named
from groups.imports.templates import template_csv
from groups.models import ImportFile
from groups.policies import IN_WORDS
from groups.views import visitor

PAGE = 50
OVER = "Ce fichier a déjà été traité : voici ce qu’il en reste."
STATES = {
    State.CREATED.value: ("À créer", "plus", "saule"),
    State.CHANGED.value: ("À modifier", "pen-line", "ambre"),
    State.UNCHANGED.value: ("Inchangées", "check", ""),
    State.REFUSED.value: ("Refusées", "octagon-alert", "brique"),
}
DONE = {
    State.CREATED.value: ("Créées", "plus", "saule"),
    State.CHANGED.value: ("Modifiées", "pen-line", "ambre"),
    State.UNCHANGED.value: ("Inchangées", "check", ""),
    State.REFUSED.value: ("Refusées", "octagon-alert", "brique"),
}


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def import_start(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET[name] for name in ("kind", "cohort") if name in request.GET}
    form = ImportStartForm(request.POST or None, request.FILES or None, initial=asked)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = start_import(
                kind=form.chosen_kind,
                filename=upload.name,
                content=upload.read(),
                actor=visitor(request),
                **form.target(),
            )
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("groups:import-preview", file.pk)
    recent = ImportFile.objects.select_related("uploaded_by", "cohort").order_by("-uploaded_at", "-pk")
    return render(
        request,
        "groups/import_start.html",
        {
            "form": form,
            "kinds": list(form.kinds.values()),
            "presets": IN_WORDS.items(),
            "recent": [(file, kind_named(file.kind)) for file in recent[:8]],
        },
    )


@roles_required(Role.SECRETARY)
@require_safe
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    found = _kind(kind)
    return HttpResponse(
        template_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="modele-{found.name}.csv"'},
    )


@roles_required(Role.SECRETARY)
@require_safe
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    file = _file(pk)
    if file.state != ImportFile.State.PENDING:
        return _decided(request, file, _kind(file.kind))
    return _preview(request, file, plan_of(file))


def _file(pk: int) -> ImportFile:
    file = get_object_or_404(ImportFile.objects.select_related("cohort", "uploaded_by", "decided_by"), pk=pk)
    _kind(file.kind)
    return file


def _kind(name: str) -> ImportKind:
    kind = kind_named(name)
    if kind is None:
        raise Http404
    return kind


def _preview(
    request: HttpRequest, file: ImportFile, plan: Plan, form: ColumnsForm | None = None, status: int = 200
) -> HttpResponse:
    shown = request.GET.get("etat", "")
    rows = [outcome for outcome in plan.outcomes if shown not in plan.counts or outcome.state == shown]
    return render(
        request,
        "groups/import_preview.html",
        {
            "file": file,
            "plan": plan,
            "kind": plan.kind,
            "cohort": cohort_of(file),
            "pills": _pills(plan.counts, STATES, shown),
            "total": len(plan.outcomes),
            "shown": shown,
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "form": form or _columns_form(file, plan),
            "confirm": _confirmation(plan),
            "nir_words": (
                f"Un NIR ne se conserve pas ici : {list_words(file.nir_columns)} n’a pas été lu ni gardé. "
                "Le reste du fichier peut être importé."
            ),
        },
        status=status,
    )


def _pills(counts: Mapping[str, int], words: dict[str, tuple[str, str, str]], shown: str) -> list[dict]:
    return [
        {
            "url": f"?etat={state}",
            "label": words[state][0],
            "icon": words[state][1],
            "tone": words[state][2],
            "count": count,
            "active": state == shown,
        }
        for state, count in counts.items()
        if count
    ]


def _confirmation(plan: Plan) -> str:
    """`Importer 110 internes`; nothing when the file would write nothing."""
    if not plan.writes:
        return ""
    verb = "Importer" if plan.counts[State.CREATED] else "Modifier"
    return f"{verb} {plural(plan.writes, plan.kind.label, plan.kind.label_plural)}"


def _columns_form(file: ImportFile, plan: Plan, data: object = None) -> ColumnsForm:
    return ColumnsForm(
        data,
        kind=plan.kind,
        table=plan.table,
        mapping=plan.mapping,
        codes=dict(plan.codes),
        sieve=file.sieve,
    )


def _decided(request: HttpRequest, file: ImportFile, kind: ImportKind) -> HttpResponse:
    shown = request.GET.get("etat", "")
    counts = file.report.get("counts", {})
    rows = [row for row in file.report.get("rows", []) if shown not in counts or row["state"] == shown]
    return render(
        request,
        "groups/import_done.html",
        {
            "file": file,
            "kind": kind,
            "pills": _pills(counts, DONE, shown),
            "counts": counts,
            "written": counts.get(State.CREATED, 0) + counts.get(State.CHANGED, 0),
            "total": len(file.report.get("rows", [])),
            "shown": shown,
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "next_step": kind.next_step(ImportContext(cohort=file.cohort)),
        },
    )


@roles_required(Role.SECRETARY)
@require_POST
def import_remap(request: HttpRequest, pk: int) -> HttpResponse:
    file = _file(pk)
    if file.state == ImportFile.State.PENDING:
        plan = plan_of(file)
        form = _columns_form(file, plan, request.POST)
        if not form.is_valid():
            return _preview(request, file, plan, form, status=422)
        try:
            remap_import(file=file, positions=form.positions(), sieve=form.cleaned_data["sieve"])
        except ImportOver:
            messages.warning(request, OVER)
    return redirect("groups:import-preview", pk)


@roles_required(Role.SECRETARY)
@require_POST
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    file = _file(pk)
    try:
        plan = apply_import(file=file, shown=request.POST.get("shown", ""), actor=visitor(request))
    except ImportOver:
        messages.warning(request, OVER)
    except PlanChanged:
        messages.warning(
            request,
            "Rien n’est écrit : ce que Tutorat connaît a changé depuis l’aperçu. Relisez-le, puis confirmez.",
        )
    else:
        messages.success(
            request, f"Import terminé : {plural(plan.writes, 'ligne écrite', 'lignes écrites')}."
        )
    return redirect("groups:import-preview", pk)


@roles_required(Role.SECRETARY)
@require_POST
def import_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        abandon_import(file=_file(pk), actor=visitor(request))
    except ImportOver:
        messages.warning(request, OVER)
        return redirect("groups:import-preview", pk)
    messages.success(request, "Import abandonné : rien n’est écrit, et le contenu du fichier est effacé.")
    return redirect(reverse("groups:import-start"))
