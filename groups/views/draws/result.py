"""Step 4: the groups with their faces, what they satisfy, swaps, and the validation."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import roles_required
from accounts.models import Role
from design.french import in_words, plural
from groups.actions.draw_lists import DrawRefused
from groups.actions.draws import swap_interns, validate_draw
from groups.draw_forms import SwapForm
from groups.drawing.cards import Card, cards_of
from groups.drawing.documents import tutor_id
from groups.drawing.results import document_sealed, final_groups, fingerprint, swaps_of
from groups.drawing.satisfied import satisfied_by
from groups.models import Draw, DrawAttempt, DrawSwap, Intern
from groups.views import visitor
from groups.views.draws.sealing import blocks_of
from groups.views.draws.steps import opened_draw, page_of

SHOWN = 8
DRAWN = (Draw.State.DRAWN, Draw.State.VALIDATED)


@roles_required(Role.SECRETARY, Role.COORDINATOR)
@require_safe
def draw_result(request: HttpRequest, year: int) -> HttpResponse:
    draw = opened_draw(year)
    if draw.state not in DRAWN:
        return redirect("groups:draw-seed", year)
    return _page(request, draw)


def _attempt(draw: Draw) -> DrawAttempt:
    return draw.attempts.select_related("drawn_by").get(closed_at=None)


def _cards(draw: Draw, attempt: DrawAttempt, swaps: list[DrawSwap]) -> list[Card]:
    offers = draw.offers.exclude(co_tutor=None).select_related("co_tutor__person").order_by("pk")
    return cards_of(
        cohort=draw.cohort,
        document=document_sealed(attempt),
        groups=final_groups(attempt, swaps),
        swaps=swaps,
        entries={entry.intern_id: entry for entry in draw.entries.order_by("pk")},
        co_tutors={tutor_id(offer.tutor_id): offer.co_tutor for offer in offers if offer.co_tutor},
    )


def _page(request: HttpRequest, draw: Draw, problem: str = "", confirming: bool = False) -> HttpResponse:
    attempt = _attempt(draw)
    swaps = swaps_of(attempt)
    cards = _cards(draw, attempt, swaps)
    groups = final_groups(attempt, swaps)
    filters = _filters(draw, cards)
    asked = request.GET.get("voir", "")
    chosen = next((each for each in filters if each[0] == asked), filters[0])
    kept = [card for card in cards if chosen[2](card)]
    shown = kept if request.GET.get("tout") else kept[:SHOWN]
    aside = list(draw.entries.exclude(set_aside="").values_list("set_aside", flat=True).order_by("pk"))
    return render(
        request,
        "groups/draw_result.html",
        {
            **page_of(request, draw, draw.cohort, 4),
            "attempt": attempt,
            "digest": blocks_of(attempt.digest),
            "caption": _caption(attempt),
            "cards": shown,
            "last_code": shown[-1].code if shown else "",
            "present": attempt.attendance.splitlines(),
            "group_count": len(cards),
            "kept_count": len(kept),
            "more": len(kept) - len(shown),
            "intern_count": sum(len(card.interns) for card in cards),
            "pills": [(code, label, _count(keep, cards)) for code, label, keep in filters],
            "chosen": chosen[0],
            "lines": satisfied_by(document_sealed(attempt), groups),
            "swaps": swaps,
            "aside": [(reason, aside.count(reason)) for reason in sorted(set(aside))],
            "shown": fingerprint(groups),
            "told_count": _told(cards),
            "is_drawn": draw.state == Draw.State.DRAWN,
            "problem": problem,
            "confirming": confirming,
        },
        status=409 if problem else 200,
    )


Filter = tuple[str, str, Callable[[Card], bool]]


def _filters(draw: Draw, cards: list[Card]) -> list[Filter]:
    """All, the smaller groups, those touched by hand; a filter that keeps nothing is left out."""
    target = draw.cohort.policy.group_target
    smaller = sorted({len(card.interns) for card in cards if len(card.interns) < target})
    found: list[Filter] = [("", "Tous", lambda card: True)]
    for size in smaller:
        found.append((f"de-{size}", f"De {in_words(size)}", _of_size(size)))
    found.append(("main", "Ajustés à la main", lambda card: bool(card.swaps)))
    return [each for each in found if not each[0] or _count(each[2], cards)]


def _of_size(size: int) -> Callable[[Card], bool]:
    return lambda card: len(card.interns) == size


def _count(keep: Callable[[Card], bool], cards: list[Card]) -> int:
    return sum(keep(card) for card in cards)


def _told(cards: list[Card]) -> int:
    """How many mails leave at the validation: one a person and a group."""
    return sum(len(card.interns) + 1 + bool(card.co_tutor) for card in cards)


def _caption(attempt: DrawAttempt) -> str:
    """`Empreinte du document, publiée trois jours avant le tirage.`"""
    sealed, drawn = timezone.localdate(attempt.sealed_at), timezone.localdate(attempt.drawn_at)
    days = (drawn - sealed).days
    before = f"{in_words(days)} {'jours' if days > 1 else 'jour'} avant" if days else "avant"
    return f"Empreinte du document, publiée {before} le tirage."


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def draw_swap(request: HttpRequest, year: int) -> HttpResponse:
    draw = opened_draw(year)
    if draw.state != Draw.State.DRAWN:
        messages.info(request, "Un échange se fait après le tirage et avant la validation.")
        return redirect("groups:draw-list", year)
    attempt = _attempt(draw)
    cards = _cards(draw, attempt, swaps_of(attempt))
    people: list[tuple[str, Intern]] = [(card.code, intern) for card in cards for intern in card.interns]
    initial = {"first": request.GET.get("interne", "")}
    form = SwapForm(request.POST or None, people=people, initial=initial)
    problem = ""
    if form.is_valid():
        try:
            swap = swap_interns(draw=draw, **form.cleaned_data, actor=visitor(request))
        except DrawRefused as refusal:
            problem = str(refusal)
        else:
            names = f"{swap.first.person.full_name} et {swap.second.person.full_name}"
            messages.success(request, f"{names} sont échangés. Le motif reste au procès-verbal.")
            return redirect("groups:draw-result", year)
    return render(
        request,
        "groups/draw_swap.html",
        {**page_of(request, draw, draw.cohort, 4), "form": form, "problem": problem},
        status=409 if problem else 422 if form.errors else 200,
    )


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def draw_validate(request: HttpRequest, year: int) -> HttpResponse:
    """Without script the same page, its dialog open; with it the dialog opens in place."""
    draw = opened_draw(year)
    if draw.state != Draw.State.DRAWN:
        messages.warning(request, "Ce tirage n’est plus à valider : voici où il en est.")
        return redirect("groups:draw-list" if draw.state not in DRAWN else "groups:draw-result", year)
    if request.method != "POST":
        return _page(request, draw, confirming=True)
    try:
        constitution = validate_draw(draw=draw, shown=request.POST.get("shown", ""), actor=visitor(request))
    except DrawRefused as refusal:
        draw.refresh_from_db(fields=["state"])
        if draw.state != Draw.State.DRAWN:
            messages.warning(request, str(refusal))
            return redirect("groups:draw-list", year)
        return _page(request, draw, problem=str(refusal))
    count = constitution.groups.count()
    messages.success(request, f"{plural(count, 'groupe validé', 'groupes validés')} : chacun est prévenu.")
    return redirect("groups:draw-minutes", year)
