"""Repairing groups: what happened, the repairs of least cost, the draw among equals, the outcome."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Role
from groups import rules
from groups.actions import ChangeRefused
from groups.actions.repairs import (
    OVERTAKEN,
    abandon_repair,
    apply_repair,
    draw_among_repairs,
    seal_repair_of,
)
from groups.draw import Repair as EqualRepair
from groups.draw import State as GroupsToday
from groups.draw import WrongValue
from groups.drawing.sources import drand_address, in_words
from groups.models import Cohort, Repair
from groups.queries import WHOLE_DEPARTMENT
from groups.repair_forms import EventForm, GiveUpForm, WhyForm
from groups.repairing import (
    concerned_by,
    document_of,
    document_sealed,
    least_repairs,
    proposals_of,
    standing_of,
)
from groups.seed_forms import SeedForm, SourceForm
from groups.tutoring_forms import DayForm
from groups.views import visitor

SHOWN = 6
State = Repair.State


def _cohort(year: int) -> Cohort:
    return get_object_or_404(Cohort.objects.select_related("policy"), year=year)


def _crumbs(cohort: Cohort, *last: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        ("Promotions", reverse("groups:cohort-list")),
        (str(cohort), reverse("groups:cohort-detail", args=[cohort.year])),
        ("Réparations", reverse("groups:repair-list", args=[cohort.year])),
        *last,
    ]


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def repair_list(request: HttpRequest, year: int) -> HttpResponse:
    cohort = _cohort(year)
    found = cohort.repairs.select_related("intern__person", "tutor__person", "sealed_by")
    repairs = list(found.order_by("-sealed_at", "-pk"))
    return render(
        request,
        "groups/repair_list.html",
        {
            "cohort": cohort,
            "repairs": repairs,
            "open": next((each for each in repairs if each.is_open), None),
            "may_organise": rules.organises(visitor(request)),
            "crumbs": [*_crumbs(cohort)[:-1], ("Réparations", "")],
        },
    )


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "HEAD", "POST"])
def repair_new(request: HttpRequest, year: int) -> HttpResponse:
    """`?evenement=&interne=&tuteur=` says what happened; the page then shows the repairs of least cost."""
    cohort = _cohort(year)
    is_told = "evenement" in request.GET
    asked = EventForm(request.GET if is_told else None, initial=request.GET.dict(), cohort=cohort)
    context: dict[str, Any] = {
        "cohort": cohort,
        "asked": asked,
        "open": cohort.repairs.filter(state__in=(State.SEALED, State.DRAWN)).first(),
        "crumbs": _crumbs(cohort, ("Arrivée, départ", "")),
    }
    if not asked.is_valid():
        return render(request, "groups/repair_event.html", context)
    return _proposed(request, cohort, asked, context)


def _proposed(
    request: HttpRequest, cohort: Cohort, asked: EventForm, context: dict[str, Any]
) -> HttpResponse:
    why = WhyForm(request.POST or None, event=asked.event, cohort=cohort)
    problem, found = "", []
    state = standing_of(cohort)
    try:
        found = least_repairs(state, asked.event, intern=asked.intern, tutor=asked.tutor)
    except ValueError:
        problem = OVERTAKEN
    source = SourceForm(request.POST or None) if len(found) > 1 else None
    is_asked = why.is_valid() and (source is None or source.is_valid()) and "review" not in request.POST
    if is_asked and (source is None or "confirmed" in request.POST):
        is_asked = False
        given, expected_at = source.source() if source else (None, None)
        try:
            repair = seal_repair_of(
                cohort=cohort,
                event=asked.event,
                reason=why.cleaned_data["reason"],
                joined=why.cleaned_data.get("joined"),
                source=given,
                expected_at=expected_at,
                intern=asked.intern,
                tutor=asked.tutor,
                actor=visitor(request),
            )
        except ChangeRefused as refusal:
            problem = str(refusal)
        else:
            return redirect("groups:repair-detail", repair.pk)
    return render(
        request,
        "groups/repair_new.html",
        {
            **context,
            "event": Repair.Event(asked.event),
            "person": (asked.intern or asked.tutor).person,  # type: ignore[union-attr]
            "proposals": proposals_of(cohort, found[:SHOWN]),
            "count": len(found),
            "more": max(0, len(found) - SHOWN),
            "why": why,
            "source": source,
            **_question(cohort, state, found, source if is_asked else None),
            "problem": problem,
        },
        status=409 if problem else 422 if why.errors or (source and source.errors) else 200,
    )


def _question(
    cohort: Cohort, state: GroupsToday, found: list[EqualRepair], source: SourceForm | None
) -> dict[str, object]:
    """What the dialog says before `found` are sealed with `source`; nothing without one."""
    if source is None:
        return {"asked": "", "told_count": 0}
    given, _ = source.source()
    told = concerned_by(cohort, document_of(cohort, state, found, given))
    return {"asked": in_words(given), "told_count": len(told)}


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def repair_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _repair(pk))


@roles_required(Role.SECRETARY)
@require_POST
def repair_draw(request: HttpRequest, pk: int) -> HttpResponse:
    repair = _repair(pk)
    form = SeedForm(request.POST, source=document_sealed(repair).source)
    problem = ""
    if form.is_valid():
        try:
            draw_among_repairs(
                repair=repair,
                values=form.values(),
                provenance=form.cleaned_data["provenance"],
                attendance=form.cleaned_data["attendance"],
                actor=visitor(request),
            )
        except (WrongValue, ChangeRefused) as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "La graine a désigné une réparation. Il reste à l’appliquer.")
            return redirect("groups:repair-detail", pk)
    return _page(request, repair, seed=form, problem=problem)


@roles_required(Role.SECRETARY)
@require_POST
def repair_apply(request: HttpRequest, pk: int) -> HttpResponse:
    repair = _repair(pk)
    form = DayForm(request.POST)
    problem = ""
    if form.is_valid():
        try:
            apply_repair(repair=repair, on=form.cleaned_data["on"], actor=visitor(request))
        except ChangeRefused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "La réparation est appliquée. Les convocations suivent.")
            return redirect("groups:repair-detail", pk)
    return _page(request, repair, effect=form, problem=problem)


@roles_required(Role.SECRETARY)
@require_POST
def repair_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    repair = _repair(pk)
    form = GiveUpForm(request.POST, prefix="abandon")
    problem = ""
    if form.is_valid():
        try:
            abandon_repair(repair=repair, reason=form.cleaned_data["reason"], actor=visitor(request))
        except ChangeRefused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "La réparation est abandonnée. Elle reste dans l’historique.")
            return redirect("groups:repair-list", repair.cohort.year)
    return _page(request, repair, give_up=form, problem=problem)


def _repair(pk: int) -> Repair:
    return get_object_or_404(
        Repair.objects.select_related(
            "cohort__policy", "intern__person", "tutor__person", "joined", "sealed_by", "settled_by"
        ),
        pk=pk,
    )


def _page(
    request: HttpRequest,
    repair: Repair,
    *,
    seed: SeedForm | None = None,
    effect: DayForm | None = None,
    give_up: GiveUpForm | None = None,
    problem: str = "",
) -> HttpResponse:
    document = document_sealed(repair)
    may_organise = rules.organises(visitor(request))
    awaits = repair.state == State.SEALED
    is_early = repair.expected_at is not None and timezone.now() < repair.expected_at
    if awaits and may_organise and not is_early and seed is None:
        seed = SeedForm(source=document.source)
    shown = document.repairs if repair.chosen is None else [document.repairs[repair.chosen]]
    return render(
        request,
        "groups/repair_detail.html",
        {
            "repair": repair,
            "cohort": repair.cohort,
            "subject": (repair.intern or repair.tutor).person,  # type: ignore[union-attr]
            "count": len(document.repairs),
            "proposals": proposals_of(repair.cohort, shown[:SHOWN], first=(repair.chosen or 0) + 1),
            "more": max(0, len(shown) - SHOWN),
            "source_in_words": in_words(document.source) if repair.source else "",
            "drand_address": drand_address(document.source) if repair.source == "drand" else "",
            "is_early": is_early and awaits,
            "seed": seed if awaits and may_organise else None,
            "effect": effect or DayForm(),
            "give_up": give_up or GiveUpForm(prefix="abandon"),
            "may_organise": may_organise,
            "problem": problem,
            "crumbs": _crumbs(repair.cohort, (repair.get_event_display(), "")),
        },
        status=409 if problem else 422 if request.method == "POST" else 200,
    )
