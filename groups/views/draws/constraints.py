"""Step 2: each constraint on or off, and what people asked for in confidence."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import roles_required
from accounts.models import Role
from groups import rules
from groups.actions.draw_lists import DrawRefused, keep_rules
from groups.actions.ties import declare_tie, forget_tie, wish_pair, withdraw_wish
from groups.draw_forms import PairForm, RulesForm, TieForm
from groups.drawing.constraints import CONSTRAINTS
from groups.drawing.documents import contradictions, links_of
from groups.models import Draw, DrawEntry, DrawOffer, Intern, PairWish, Tutor, TutorTie
from groups.views import visitor
from groups.views.draws.steps import opened_draw, page_of


@roles_required(Role.SECRETARY, Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def draw_rules(request: HttpRequest, year: int) -> HttpResponse:
    draw = opened_draw(year)
    if request.method == "POST" and not rules.organises(visitor(request)):
        raise Http404
    form = RulesForm(request.POST or None, draw=draw)
    problem = ""
    if form.is_valid():
        try:
            keep_rules(draw=draw, values=form.cleaned_data)
        except DrawRefused as refusal:
            problem = str(refusal)
        else:
            against = contradictions(draw)
            if against:
                return _page(request, draw, {"form": form, "contradictions": against}, status=422)
            if "next" in request.POST:
                return redirect("groups:draw-seed", year)
            messages.success(request, "Contraintes enregistrées : elles peuvent tenir ensemble.")
            return redirect("groups:draw-rules", year)
    status = 409 if problem else 422 if form.errors else 200
    return _page(request, draw, {"form": form, "problem": problem}, status=status)


@roles_required(Role.SECRETARY)
@require_POST
def draw_pair_new(request: HttpRequest, year: int) -> HttpResponse:
    draw = opened_draw(year)
    form = PairForm(request.POST, interns=_interns(_entries(draw)))
    if not form.is_valid():
        return _page(request, draw, {"pair_form": form}, status=422)
    wish_pair(**form.cleaned_data, actor=visitor(request))
    messages.success(request, "Demande enregistrée. Elle reste confidentielle.")
    return redirect("groups:draw-rules", year)


@roles_required(Role.SECRETARY)
@require_POST
def draw_pair_remove(request: HttpRequest, pk: int) -> HttpResponse:
    wish = get_object_or_404(PairWish.objects.select_related("cohort"), pk=pk)
    withdraw_wish(wish=wish)
    messages.success(request, "Demande retirée : il n’en reste rien.")
    return redirect("groups:draw-rules", wish.cohort.year)


@roles_required(Role.SECRETARY)
@require_POST
def draw_tie_new(request: HttpRequest, year: int) -> HttpResponse:
    draw = opened_draw(year)
    form = TieForm(request.POST, tutors=_tutors(_offers(draw)), interns=_interns(_entries(draw)))
    if not form.is_valid():
        return _page(request, draw, {"tie_form": form}, status=422)
    declare_tie(**form.cleaned_data, actor=visitor(request))
    messages.success(request, "Lien enregistré. Il reste confidentiel.")
    return redirect("groups:draw-rules", year)


@roles_required(Role.SECRETARY)
@require_POST
def draw_tie_remove(request: HttpRequest, pk: int) -> HttpResponse:
    tie = get_object_or_404(TutorTie.objects.select_related("intern__cohort"), pk=pk)
    year = tie.intern.cohort.year
    forget_tie(tie=tie)
    messages.success(request, "Lien retiré.")
    return redirect("groups:draw-rules", year)


def _entries(draw: Draw) -> list[DrawEntry]:
    return list(draw.entries.filter(set_aside="").select_related("intern__person").order_by("pk"))


def _offers(draw: Draw) -> list[DrawOffer]:
    return list(draw.offers.select_related("tutor__person").order_by("pk"))


def _interns(entries: list[DrawEntry]) -> list[Intern]:
    return sorted(
        (entry.intern for entry in entries),
        key=lambda intern: (intern.person.last_name, intern.person.first_name, intern.pk),
    )


def _tutors(offers: list[DrawOffer]) -> list[Tutor]:
    return sorted(
        (offer.tutor for offer in offers),
        key=lambda tutor: (tutor.person.last_name, tutor.person.first_name, tutor.pk),
    )


def _page(request: HttpRequest, draw: Draw, given: dict[str, Any], *, status: int) -> HttpResponse:
    entries, offers = _entries(draw), _offers(draw)
    interns, tutors = _interns(entries), _tutors(offers)
    wishes = list(
        PairWish.objects.filter(cohort=draw.cohort_id)
        .select_related("first__person", "second__person", "entered_by")
        .order_by("kind", "-entered_at", "-pk")
    )
    links = links_of(entries, offers)
    ties = list(
        TutorTie.objects.filter(intern__cohort=draw.cohort_id)
        .select_related("tutor__person", "intern__person")
        .order_by("-entered_at", "-pk")
    )
    form = given.get("form") or RulesForm(draw=draw)
    return render(
        request,
        "groups/draw_rules.html",
        {
            **page_of(request, draw, draw.cohort, 2),
            "problem": "",
            "contradictions": [],
            "pair_form": PairForm(interns=interns),
            "tie_form": TieForm(tutors=tutors, interns=interns),
            **given,
            "form": form,
            "rows": [(each, form[each.name], _found(each.name, wishes, links)) for each in CONSTRAINTS],
            "apart": [wish for wish in wishes if wish.kind == PairWish.Kind.APART],
            "together": [wish for wish in wishes if wish.kind == PairWish.Kind.TOGETHER],
            "ties": ties,
        },
        status=status,
    )


def _found(name: str, wishes: list[PairWish], links: set[tuple[int, int]]) -> int | None:
    """How many requests a constraint is about, where that means something."""
    counts = {"links": len(links)}
    for kind in PairWish.Kind.values:
        counts[kind] = len({(wish.first_id, wish.second_id) for wish in wishes if wish.kind == kind})
    return counts.get(name)
