"""What the five pages have in common: which draw, where it stands, who may write."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from groups import rules
from groups.models import Cohort, Draw
from groups.views import visitor

STEPS = (
    ("Liste", "groups:draw-list"),
    ("Contraintes", "groups:draw-rules"),
    ("Graine scellée", "groups:draw-seed"),
    ("Résultat", "groups:draw-result"),
    ("Procès-verbal", "groups:draw-minutes"),
)
REACHED = {
    Draw.State.PREPARING: 2,
    Draw.State.SEALED: 3,
    Draw.State.DRAWN: 5,
    Draw.State.VALIDATED: 5,
}
"""How many steps may be opened in each state."""
DONE = {Draw.State.PREPARING: 0, Draw.State.SEALED: 2, Draw.State.DRAWN: 3, Draw.State.VALIDATED: 5}


def cohort_of(year: int) -> Cohort:
    return get_object_or_404(Cohort.objects.select_related("policy"), year=year)


def draw_of(cohort: Cohort) -> Draw | None:
    """The latest draw of the cohort, which it then carries."""
    draw = cohort.draws.order_by("-pk").first()
    if draw is not None:
        draw.cohort = cohort
    return draw


def opened_draw(year: int) -> Draw:
    """The draw of the cohort of `year`; 404 before its list was taken."""
    draw = draw_of(cohort_of(year))
    if draw is None:
        raise Http404
    return draw


def page_of(request: HttpRequest, draw: Draw | None, cohort: Cohort, step: int) -> dict[str, Any]:
    """What every step shows: the stepper, the crumbs, and whether the visitor may write."""
    return {
        "draw": draw,
        "cohort": cohort,
        "steps": _steps(draw, cohort, step),
        "may_organise": rules.organises(visitor(request)),
        "is_preparing": draw is not None and draw.state == Draw.State.PREPARING,
        "crumbs": [
            ("Promotions", reverse("groups:cohort-list")),
            (str(cohort), reverse("groups:cohort-detail", args=[cohort.year])),
            ("Tirage au sort", ""),
        ],
    }


def _steps(draw: Draw | None, cohort: Cohort, current: int) -> list[tuple[str, str, str, str]]:
    state = Draw.State(draw.state) if draw else None
    reached, done = (max(REACHED[state], current), DONE[state]) if state else (1, 0)
    found = []
    for rank, (label, name) in enumerate(STEPS, start=1):
        where = "current" if rank == current else "done" if rank <= max(done, current - 1) else ""
        url = reverse(name, args=[cohort.year]) if rank <= reached and rank != current else ""
        found.append((label, where, url, ""))
    return found
