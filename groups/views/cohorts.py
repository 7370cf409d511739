"""Cohorts: the list, one of them, a new one."""

from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import roles_required
from accounts.models import Role
from design.french import plural
from groups import rules
from groups.actions import create_cohort
from groups.constitution import group_sizes
from groups.filters import CohortInternFilter
from groups.forms import CohortForm
from groups.models import Cohort, TutorialGroup
from groups.policies import IN_WORDS
from groups.queries import WHOLE_DEPARTMENT, cohorts_with_counts, with_current_group, with_people
from groups.views import visitor

PAGE = 50


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def cohort_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(cohorts_with_counts().order_by("-year"), 20).get_page(request.GET.get("page"))
    return render(
        request, "groups/cohort_list.html", {"page": page, "may_organise": rules.organises(visitor(request))}
    )


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def cohort_new(request: HttpRequest) -> HttpResponse:
    form = CohortForm(request.POST or None)
    if form.is_valid():
        try:
            cohort = create_cohort(**form.cleaned_data, actor=visitor(request))
        except IntegrityError:
            form.add_error("year", "Cette promotion vient d’être créée par quelqu’un d’autre.")
        else:
            return redirect("groups:cohort-detail", cohort.year)
    return render(
        request,
        "groups/cohort_new.html",
        {
            "form": form,
            "presets": IN_WORDS.items(),
            "crumbs": [("Promotions", reverse("groups:cohort-list")), ("Nouvelle promotion", "")],
        },
    )


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def cohort_detail(request: HttpRequest, year: int) -> HttpResponse:
    cohort = get_object_or_404(cohorts_with_counts(), year=year)
    filters = CohortInternFilter(request.GET, queryset=with_current_group(cohort.interns.all()))
    interns = filters.qs.order_by("person__last_name", "person__first_name", "pk")
    groups = with_people(TutorialGroup.objects.filter(cohort=cohort, closed_at=None)).order_by("number")
    may_organise = rules.organises(visitor(request))
    return render(
        request,
        "groups/cohort_detail.html",
        {
            "cohort": cohort,
            "policy": cohort.policy,
            "filters": filters,
            "page": Paginator(interns, PAGE).get_page(request.GET.get("page")),
            "groups": groups,
            "next_step": _next_step(cohort) if may_organise else None,
            "may_organise": may_organise,
            "crumbs": [("Promotions", reverse("groups:cohort-list")), (str(cohort), "")],
        },
    )


def _next_step(cohort: Cohort) -> dict[str, str] | None:
    """What the secretary normally does now."""
    if not cohort.intern_count:  # type: ignore[attr-defined]
        return {
            "title": "La liste des internes n’est pas encore importée.",
            "text": "Un export de la scolarité suffit : les colonnes sont reconnues.",
            "url": f"{reverse('groups:import-start')}?kind=interns&cohort={cohort.year}",
            "label": "Importer les internes",
        }
    if not cohort.group_count and cohort.draws.exists():  # type: ignore[attr-defined]
        return {
            "title": "Le tirage au sort est en cours.",
            "text": "Reprenez-le où il en est : rien n’est validé.",
            "url": reverse("groups:draw-list", args=[cohort.year]),
            "label": "Reprendre le tirage",
        }
    if not cohort.group_count:  # type: ignore[attr-defined]
        policy = cohort.policy
        interns = plural(cohort.ungrouped_count, "interne")  # type: ignore[attr-defined]
        sizes = group_sizes(
            cohort.ungrouped_count,  # type: ignore[attr-defined]
            policy.group_min,
            policy.group_target,
            policy.group_max,
        )
        return {
            "title": "Les groupes ne sont pas encore constitués.",
            "text": f"{interns} à répartir en {plural(len(sizes), 'groupe')}.",
            "url": reverse("groups:draw-list", args=[cohort.year]),
            "label": "Tirer les groupes au sort",
        }
    if cohort.ungrouped_count:  # type: ignore[attr-defined]
        count = cohort.ungrouped_count  # type: ignore[attr-defined]
        return {
            "title": f"{plural(count, 'interne')} en formation sans groupe.",
            "text": "Placez-les un par un dans un groupe de la promotion.",
            "url": "?groupe=sans#internes",
            "label": "Les voir",
        }
    try:
        planning = reverse("meetings:planning")
    except NoReverseMatch:
        return None
    return {
        "title": "Les groupes sont constitués.",
        "text": "Il reste à placer une séance pour chacun.",
        "url": f"{planning}?promotion={cohort.year}&etat=a-placer",
        "label": "Placer les séances",
    }
