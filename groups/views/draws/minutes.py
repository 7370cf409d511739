"""Step 5, and what those concerned read of a draw: the seal, the document, the minutes, how to check them."""

import re
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

import groups.draw
from accounts.access import roles_required
from accounts.models import Role
from design.french import list_words
from groups import rules
from groups.drawing.minutes import attempt_in_words, attempts_of, minutes_json, minutes_pdf, swap_in_words
from groups.drawing.results import document_sealed, final_groups, swaps_of
from groups.drawing.satisfied import satisfied_by
from groups.drawing.sources import in_words
from groups.models import Draw, DrawAttempt
from groups.queries import draws_visible_to
from groups.views import visitor
from groups.views.draws.sealing import blocks_of
from groups.views.draws.steps import opened_draw, page_of

VERIFIER = Path(groups.draw.__file__).with_name("verify_draw.py")
DRAWN = (Draw.State.DRAWN, Draw.State.VALIDATED)


@roles_required(Role.SECRETARY, Role.COORDINATOR)
@require_safe
def draw_minutes(request: HttpRequest, year: int) -> HttpResponse:
    draw = opened_draw(year)
    if draw.state not in DRAWN:
        return redirect("groups:draw-seed", year)
    attempts = attempts_of(draw)
    last = next(attempt for attempt in reversed(attempts) if attempt.closed_at is None)
    swaps = swaps_of(last)
    return render(
        request,
        "groups/draw_minutes.html",
        {
            **page_of(request, draw, draw.cohort, 5),
            "attempts": [attempt_in_words(attempt) for attempt in reversed(attempts)],
            "attempt": last,
            "digest": blocks_of(last.digest),
            "present_words": list_words(last.attendance.splitlines()),
            "lines": satisfied_by(document_sealed(last), final_groups(last, swaps)),
            "swaps": [swap_in_words(swap) for swap in swaps],
            "is_validated": draw.state == Draw.State.VALIDATED,
        },
    )


def _visible(request: HttpRequest, pk: int) -> Draw:
    found = draws_visible_to(visitor(request)).select_related("cohort__policy", "validated_by")
    return get_object_or_404(found, pk=pk)


@require_safe
def draw_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody on the list, and the tutors offered, may read."""
    draw = _visible(request, pk)
    attempts = attempts_of(draw)
    current = attempts[-1]
    is_validated = draw.state == Draw.State.VALIDATED
    return render(
        request,
        "groups/draw_detail.html",
        {
            "draw": draw,
            "cohort": draw.cohort,
            "attempt": current,
            "digest": blocks_of(current.digest),
            "source_in_words": in_words(document_sealed(current).source),
            "document": document_sealed(current),
            "attempts": attempts,
            "is_validated": is_validated,
            "leads_on": rules.organises(visitor(request)) or rules.coordinates(visitor(request)),
            "lines": satisfied_by(document_sealed(current), final_groups(current, swaps_of(current)))
            if is_validated
            else [],
        },
    )


@require_safe
def draw_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed bytes themselves: their SHA-256 is the published one."""
    attempt = get_object_or_404(
        DrawAttempt.objects.select_related("draw__cohort"),
        pk=pk,
        draw__in=draws_visible_to(visitor(request)),
    )
    name = f"tirage-{attempt.draw.cohort.year}-document-{attempt.number}.json"
    return _file(attempt.document.encode(), "application/json", name)


def _told(request: HttpRequest, pk: int) -> Draw:
    """A draw whose minutes the visitor may read: validated, or drawn for who organises it."""
    draw = _visible(request, pk)
    if draw.state == Draw.State.VALIDATED:
        return draw
    if draw.state == Draw.State.DRAWN and visitor(request).has_role(Role.SECRETARY, Role.COORDINATOR):
        return draw
    raise Http404


@require_safe
def draw_minutes_json(request: HttpRequest, pk: int) -> HttpResponse:
    draw = _told(request, pk)
    return _file(minutes_json(draw), "application/json", f"proces-verbal-{draw.cohort.year}.json")


@roles_required(Role.SECRETARY, Role.COORDINATOR)
@require_safe
def draw_minutes_full(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes with the confidential requests opened, for who already reads them."""
    draw = _told(request, pk)
    name = f"proces-verbal-confidentiel-{draw.cohort.year}.json"
    return _file(minutes_json(draw, full=True), "application/json", name)


@require_safe
def draw_minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    draw = _told(request, pk)
    return _file(minutes_pdf(draw), "application/pdf", f"proces-verbal-{draw.cohort.year}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_safe
def draw_verifier(request: HttpRequest) -> HttpResponse:
    """The verifier: one file of Python, nothing but its standard library."""
    return _file(VERIFIER.read_bytes(), "text/x-python; charset=utf-8", VERIFIER.name)


@require_safe
def draw_check(request: HttpRequest) -> HttpResponse:
    """The same check in the browser: the file never leaves the device."""
    asked = "".join(request.GET.get("sceau", "").lower().split())[:80]
    seal = asked if re.fullmatch(r"[0-9a-f]{64}", asked) else ""
    return render(request, "groups/draw_check.html", {"asked": asked, "seal": seal})


@require_safe
def draw_word(request: HttpRequest) -> HttpResponse:
    """A witness makes a word and its hash, in the browser: nothing is sent."""
    return render(request, "groups/draw_word.html")
