"""The intern's file: one page, five tabs, read by those it is open to (picture 06)."""

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.journal import note_opening
from accounts.models import Role
from evaluations.dossier.record import THREAD, Record
from evaluations.queries.files import file_open_to
from evaluations.rules import gives_levels
from evaluations.views.access import signed_in
from meetings.queries import semester_on
from portfolios.queries import competencies

TABS = {
    "": "Vue d’ensemble",
    "traces": "Traces",
    "evaluations": "Évaluations",
    "objectifs": "Objectifs",
    "notes": "Notes",
}


@require_safe
def intern_file(request: HttpRequest, pk: int) -> HttpResponse:
    """`?onglet=` chooses the tab, `?fil=tout` unrolls the whole thread. The opening is journaled."""
    reader, today = signed_in(request), timezone.localdate()
    intern = file_open_to(reader, today, pk)
    tab = request.GET.get("onglet", "")
    if intern is None or tab not in TABS:
        raise Http404
    record = Record(
        intern,
        reader=reader,
        today=today,
        current=semester_on(today),
        with_authors=tab == "evaluations",
    )
    if tab == "notes" and not record.is_for_words:
        raise Http404
    note_opening(actor=reader, subject=intern.person, part=TABS[tab].lower())
    context = {
        "record": record,
        "intern": intern,
        "tab": tab,
        "tabs": _tabs(record, tab),
        "now": timezone.now(),
        "is_own": intern.person_id == reader.pk,
        "may_ask_evaluations": reader.has_role(Role.COORDINATOR)
        or (record.is_followed and reader.has_role(Role.TUTOR)),
        "project": getattr(intern, "project", None),
        "thesis": getattr(intern, "thesis", None),
    }
    if tab == "":
        whole = request.GET.get("fil") == "tout"
        thread = record.thread if whole else record.latest_of_thread
        context["thread"] = thread if whole else thread[:THREAD]
        context["has_older"] = not whole and len(thread) > THREAD
    if tab == "traces":
        prefetch_related_objects(record.traces, "semester")
    if tab == "evaluations":
        context["competencies"] = list(zip(competencies(), record.petals, strict=True))
        context["may_give_levels"] = record.is_followed and gives_levels(reader, intern)
    return render(request, "evaluations/intern_file.html", context)


def _tabs(record: Record, active: str) -> list[tuple[str, str, bool, int | None]]:
    counts = {
        "traces": record.trace_count,
        "objectifs": len(record.open_objectives),
        "evaluations": record.evidence_total,
    }
    base = reverse("evaluations:intern-file", args=[record.intern.pk])
    return [
        (label, f"{base}?onglet={code}" if code else base, code == active, counts.get(code))
        for code, label in TABS.items()
        if code != "notes" or record.is_for_words
    ]
