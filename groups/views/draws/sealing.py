"""Step 3: the document is sealed and published, then the value of its source is typed in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import roles_required
from accounts.models import Role
from groups import rules
from groups.actions.draw_lists import DrawRefused
from groups.actions.draws import give_seed, open_attempt, seal_draw, start_again
from groups.constitution import group_sizes
from groups.draw import WrongValue
from groups.draw_forms import ReasonForm
from groups.drawing.results import document_sealed
from groups.drawing.sources import drand_address, in_words
from groups.models import Draw, DrawAttempt
from groups.seed_forms import SeedForm, SourceForm
from groups.views import visitor
from groups.views.draws.steps import opened_draw, page_of

State = Draw.State


@roles_required(Role.SECRETARY, Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def draw_seed(request: HttpRequest, year: int) -> HttpResponse:
    """Before: choose the source and seal. After: wait for the value and draw."""
    draw = opened_draw(year)
    if request.method == "POST" and not rules.organises(visitor(request)):
        raise Http404
    if draw.state == State.PREPARING:
        return _to_seal(request, draw)
    attempt = draw.attempts.filter(closed_at=None).get()
    attempt.draw = draw
    return _sealed(request, draw, attempt)


def _to_seal(request: HttpRequest, draw: Draw) -> HttpResponse:
    form = SourceForm(request.POST or None)
    problem = ""
    is_asked = form.is_valid() and "review" not in request.POST
    if is_asked and "confirmed" in request.POST:
        is_asked = False
        source, expected_at = form.source()
        try:
            seal_draw(draw=draw, source=source, expected_at=expected_at, actor=visitor(request))
        except DrawRefused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "Le document est scellé, son empreinte part par courriel.")
            return redirect("groups:draw-seed", draw.cohort.year)
    policy = draw.cohort.policy
    count = draw.entries.filter(set_aside="").count()
    return render(
        request,
        "groups/draw_seal.html",
        {
            **page_of(request, draw, draw.cohort, 3),
            "form": form,
            "problem": problem,
            "intern_count": count,
            "group_count": len(group_sizes(count, policy.group_min, policy.group_target, policy.group_max)),
            "tutor_count": (tutors := draw.offers.count()),
            "recipients": count + tutors,
            "asked": in_words(form.source()[0]) if is_asked else "",
            "closed": draw.attempts.exclude(closed_at=None).order_by("-number").first(),
        },
        status=409 if problem else 422 if form.errors else 200,
    )


def _sealed(request: HttpRequest, draw: Draw, attempt: DrawAttempt) -> HttpResponse:
    source = document_sealed(attempt).source
    awaits = draw.state == State.SEALED
    is_early = attempt.expected_at is not None and timezone.now() < attempt.expected_at
    form = SeedForm(request.POST or None, source=source) if awaits and not is_early else None
    problem = ""
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            give_seed(
                draw=draw,
                values=form.values(),
                provenance=form.cleaned_data["provenance"],
                attendance=form.cleaned_data["attendance"],
                actor=visitor(request),
            )
        except (WrongValue, DrawRefused) as refusal:
            problem = str(refusal)
        else:
            return redirect("groups:draw-result", draw.cohort.year)
    return render(
        request,
        "groups/draw_seed.html",
        {
            **page_of(request, draw, draw.cohort, 3),
            "attempt": attempt,
            "digest": blocks_of(attempt.digest),
            "source": source,
            "source_in_words": in_words(source),
            "drand_address": drand_address(source) if source.kind == "drand" else "",
            "awaits": awaits,
            "is_early": is_early,
            "form": form,
            "witness_fields": _witness_fields(form) if form else [],
            "problem": problem,
        },
        status=422 if problem or (form and form.errors) else 200,
    )


def _witness_fields(form: SeedForm) -> list[tuple[Any, Any]]:
    return [(form[f"word_{rank}"], form[f"salt_{rank}"]) for rank in range(1, len(form.names) + 1)]


def blocks_of(digest: str) -> list[str]:
    """Sixteen blocks of four digits, for reading aloud."""
    return [digest[start : start + 4] for start in range(0, len(digest), 4)]


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def draw_again(request: HttpRequest, year: int) -> HttpResponse:
    """Give up what is sealed or drawn, with a reason that stays in the minutes."""
    draw = opened_draw(year)
    if draw.state not in (State.SEALED, State.DRAWN):
        messages.info(request, "Il n’y a pas de tirage à recommencer.")
        return redirect("groups:draw-list", year)
    form = ReasonForm(request.POST or None)
    problem = ""
    if form.is_valid():
        try:
            start_again(draw=draw, reason=form.cleaned_data["reason"], actor=visitor(request))
        except DrawRefused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "Le tirage est repris à la liste. Le précédent reste au procès-verbal.")
            return redirect("groups:draw-list", year)
    return render(
        request,
        "groups/draw_again.html",
        {
            **page_of(request, draw, draw.cohort, 4 if draw.state == State.DRAWN else 3),
            "attempt": open_attempt(draw),
            "form": form,
            "problem": problem,
        },
        status=409 if problem else 422 if form.errors else 200,
    )
