"""Step 1: the interns as they stand, those set aside, the tutors offered."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import roles_required
from accounts.models import Role
from design.french import plural
from groups import rules
from groups.actions.draw_lists import DrawRefused, correct_list, open_draw, take_list_again
from groups.constitution import group_sizes
from groups.draw_forms import EntryForm, OfferForm, TutorModeForm, people_choices
from groups.drawing.roster import changed_since, co_tutors_of
from groups.models import Cohort, Draw, DrawEntry, DrawOffer, Intern
from groups.tutor_loads import NATIONAL_TUTEES, capacities
from groups.views import visitor
from groups.views.draws.steps import cohort_of, draw_of, opened_draw, page_of

PAGE = 150


@roles_required(Role.SECRETARY, Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def draw_list(request: HttpRequest, year: int) -> HttpResponse:
    cohort = cohort_of(year)
    draw = draw_of(cohort)
    if request.method == "POST" and not rules.organises(visitor(request)):
        raise Http404
    if draw is None:
        return _before(request, cohort)
    return _list(request, draw)


def _before(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Nothing is taken yet: what would be."""
    problem = ""
    if request.method == "POST":
        try:
            open_draw(cohort=cohort, actor=visitor(request))
        except DrawRefused as refusal:
            problem = str(refusal)
        else:
            return redirect("groups:draw-list", cohort.year)
    interns = list(Intern.objects.filter(cohort=cohort).values_list("standing", flat=True).order_by("pk"))
    active = interns.count(Intern.Standing.ACTIVE)
    offered = [each for each in capacities(cohort.policy) if each.is_offered]
    return render(
        request,
        "groups/draw_start.html",
        {
            **page_of(request, None, cohort, 1),
            "problem": problem,
            "existing": cohort.groups.filter(closed_at=None).count(),
            "intern_count": active,
            "left_out": len(interns) - active,
            "sizes": group_sizes(active, *_bounds(cohort)),
            "tutor_count": len(offered),
            "places": sum(each.free for each in offered),
        },
        status=409 if problem else 200,
    )


def _bounds(cohort: Cohort) -> tuple[int, int, int]:
    policy = cohort.policy
    return policy.group_min, policy.group_target, policy.group_max


def _list(request: HttpRequest, draw: Draw) -> HttpResponse:
    shown = draw.entries.select_related("intern__person").order_by(
        "intern__person__last_name", "intern__person__first_name", "pk"
    )
    is_aside = request.GET.get("ecartes") == "1"
    if is_aside:
        shown = shown.exclude(set_aside="")
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    data = request.POST if request.method == "POST" else None
    mode = TutorModeForm(data, initial={"tutor_mode": draw.tutor_mode})
    kept = list(draw.offers.select_related("tutor__person").order_by("pk"))
    offers = _offer_forms(draw, kept, data)
    wanted = [] if draw.tutor_mode == Draw.TutorMode.DRAWN else people_choices(offer.tutor for offer in kept)
    entries = [EntryForm(data, entry=entry, tutors=wanted) for entry in page]
    forms = [mode, *entries, *offers]
    problem = ""
    if data is not None and all([form.is_valid() for form in forms]):  # noqa: C419
        try:
            changed = correct_list(
                draw=draw,
                tutor_mode=mode.cleaned_data["tutor_mode"],
                entries={form.entry.pk: form.values() for form in entries},
                offers={form.capacity.tutor.pk: form.values() for form in offers},
                actor=visitor(request),
            )
        except DrawRefused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"Liste enregistrée : {plural(changed, 'ligne changée')}.")
            following = "groups:draw-rules" if "next" in data else "groups:draw-list"
            return redirect(following, draw.cohort.year)
    wrong = sum(1 for form in forms if form.errors)
    return render(
        request,
        "groups/draw_list.html",
        {
            **page_of(request, draw, draw.cohort, 1),
            "page": page,
            "entries": entries,
            "offers": offers,
            "mode": mode,
            "chooses": bool(wanted),
            "is_aside": is_aside,
            "not_aside": not is_aside,
            "problem": problem or (_to_correct(wrong) if wrong else ""),
            "national": NATIONAL_TUTEES,
            "reasons": [Intern.Standing(code).label for code in Intern.Standing if code != "active"],
            **_figures(draw, kept),
        },
        status=409 if problem else 422 if wrong else 200,
    )


def _to_correct(wrong: int) -> str:
    return f"{plural(wrong, 'ligne est', 'lignes sont')} à corriger. Rien n’est encore enregistré."


def _offer_forms(draw: Draw, offers: list[DrawOffer], data: Any) -> list[OfferForm]:
    kept = {offer.tutor_id: offer for offer in offers}
    choices = people_choices(co_tutors_of(draw.cohort))
    return [
        OfferForm(data, capacity=each, offer=kept.get(each.tutor.pk), co_tutors=choices)
        for each in capacities(draw.cohort.policy)
        if each.is_offered or each.tutor.pk in kept
    ]


def _figures(draw: Draw, offers: list[DrawOffer]) -> dict[str, object]:
    entries = list(draw.entries.order_by("pk"))
    drawn = [(entry.gender, entry.department_code) for entry in entries if not entry.set_aside]
    sizes = group_sizes(len(drawn), *_bounds(draw.cohort))
    places = sum(offer.groups for offer in offers)
    return {
        "total": len(entries),
        "drawn_count": len(drawn),
        "aside_count": len(entries) - len(drawn),
        "women": sum(gender == DrawEntry.Gender.FEMININE for gender, _ in drawn),
        "men": sum(gender == DrawEntry.Gender.MASCULINE for gender, _ in drawn),
        "departments": len({department for _, department in drawn if department}),
        "no_department": sum(not department for _, department in drawn),
        "choosing": draw.tutor_mode == Draw.TutorMode.CHOSEN,
        "chosen_count": sum(bool(entry.wanted_id) for entry in entries if not entry.set_aside),
        "sizes": sizes,
        "places": places,
        "missing": max(0, len(sizes) - places),
        "changed_since": changed_since(draw, {entry.intern_id for entry in entries}),
    }


@roles_required(Role.SECRETARY)
@require_POST
def draw_list_again(request: HttpRequest, year: int) -> HttpResponse:
    try:
        take_list_again(draw=opened_draw(year), actor=visitor(request))
    except DrawRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "La liste est reprise telle que la promotion est aujourd’hui.")
    return redirect("groups:draw-list", year)
