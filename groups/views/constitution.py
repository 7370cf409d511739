"""Constituting the groups of a cohort: sizes and tutors, then a proposal, then the confirmation."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import roles_required
from accounts.models import Role
from design.french import plural
from design.typed import number_in
from groups.actions import NotPossible, constitute_groups, propose_groups
from groups.actions.constitution import interns_to_group
from groups.constitution import group_sizes
from groups.drawing.satisfied import sizes_in_words
from groups.models import Cohort, Intern
from groups.tutor_loads import NATIONAL_TUTEES, capacities, total_free
from groups.views import visitor


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def group_constitute(request: HttpRequest, year: int) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.select_related("policy"), year=year)
    asked = request.POST or request.GET
    seed = asked.get("graine", "")[:64]
    tutors = [pk for typed in asked.getlist("tuteur") if (pk := number_in(typed)) is not None]
    problem = proposal = None
    if request.method == "POST":
        try:
            constitution = constitute_groups(
                cohort=cohort,
                seed=seed or _seed(),
                tutors=tutors,
                shown=request.POST.get("shown", ""),
                actor=visitor(request),
            )
        except NotPossible as refusal:
            problem = str(refusal)
        else:
            count = constitution.groups.count()
            messages.success(request, f"{plural(count, 'groupe constitué', 'groupes constitués')}.")
            return redirect("groups:cohort-detail", year)
    existing = cohort.groups.filter(closed_at=None).count()
    if seed and not existing:
        try:
            proposal = propose_groups(cohort=cohort, seed=seed, tutors=tutors)
        except NotPossible as refusal:
            problem = problem or str(refusal)
    return render(
        request,
        "groups/group_constitute.html",
        {
            "cohort": cohort,
            "policy": cohort.policy,
            "problem": problem,
            "proposal": proposal,
            "seed": seed,
            "fresh_seed": _seed(),
            "chosen": tutors,
            "existing": existing,
            **({} if existing else _figures(cohort, tutors, bool(seed))),
            "national": NATIONAL_TUTEES,
            "crumbs": [
                ("Promotions", reverse("groups:cohort-list")),
                (str(cohort), reverse("groups:cohort-detail", args=[year])),
                ("Constituer les groupes", ""),
            ],
        },
        status=409 if request.method == "POST" else 200,
    )


def _seed() -> str:
    return str(secrets.randbelow(10**12))


def _figures(cohort: Cohort, chosen: list[int], is_chosen: bool) -> dict[str, object]:
    """The interns, the sizes and the tutors, as the page shows them."""
    policy = cohort.policy
    count = interns_to_group(cohort).count()
    sizes = group_sizes(count, policy.group_min, policy.group_target, policy.group_max)
    tutors = capacities(policy)
    offered = [each for each in tutors if each.is_offered]
    return {
        "intern_count": count,
        "left_out": Intern.objects.filter(cohort=cohort).exclude(standing=Intern.Standing.ACTIVE).count(),
        "sizes": sizes,
        "sizes_in_words": sizes_in_words(sizes),
        "too_small": sum(1 for size in sizes if size < policy.group_min),
        "tutors": [(each, each.is_offered and (not is_chosen or each.tutor.pk in chosen)) for each in tutors],
        "offered_count": len(offered),
        "places": total_free(offered),
    }
