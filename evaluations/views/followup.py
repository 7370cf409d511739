"""« Suivi »: one page tells whether anybody is being lost (A-147, A-148)."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from accounts.models import Role
from evaluations.queries import followup
from evaluations.views.access import signed_in
from groups.models import Cohort
from groups.rules import coordinates
from meetings.queries import semester_on

A_PAGE = 50
ORDERS = {"": followup.by_gap, "nom": followup.by_name}


@roles_required(Role.COORDINATOR, Role.DIRECTOR)
@require_safe
def cohort_followup(request: HttpRequest) -> HttpResponse:
    """`?promotion=` (year), `?filtre=`, `?ordre=nom`; the longest silence first unless told."""
    today = timezone.localdate()
    semester = semester_on(today)
    cohorts = list(followup.cohorts_to_follow())
    if not cohorts:
        return render(request, "evaluations/followup.html", {"cohort": None})
    cohort = _chosen(cohorts, request.GET.get("promotion", ""))
    interns = followup.interns_to_follow(cohort, semester)
    filters = followup.filters_for(cohort, today)
    figures = followup.figures(interns, filters)
    kept, order = request.GET.get("filtre", ""), request.GET.get("ordre", "")
    pills = _pills(figures)
    if kept not in pills or order not in ORDERS:
        raise Http404
    if kept:
        interns = interns.filter(filters[kept])
    paginator = Paginator(ORDERS[order](followup.for_page(interns)), A_PAGE)
    paginator.count = pills[kept][1]
    page = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "evaluations/followup.html",
        {
            "cohort": cohort,
            "cohorts": [(each, _address(each)) for each in reversed(cohorts)],
            "semester": semester,
            "rank": followup.columns(cohort, semester),
            "figures": figures,
            "days": cohort.policy.no_contact_days,
            "pills": [
                (label, _address(cohort, filtre=code, ordre=order), count, code == kept, icon)
                for code, (label, count, icon) in pills.items()
            ],
            "orders": [
                ("Silence le plus long", _address(cohort, filtre=kept), order == ""),
                ("Ordre alphabétique", _address(cohort, filtre=kept, ordre="nom"), order == "nom"),
            ],
            "page": page,
            "lines": followup.lines(page.object_list, cohort=cohort, semester=semester),
            "columns": range(1, followup.columns(cohort, semester) + 1),
            "may_ask": coordinates(signed_in(request)),
            "today": today,
        },
    )


def _chosen(cohorts: list[Cohort], year: str) -> Cohort:
    """The cohort of the address, else the oldest which has groups; `cohorts` come latest first."""
    if year:
        for cohort in cohorts:
            if str(cohort.year) == year:
                return cohort
        raise Http404
    followed = [cohort for cohort in cohorts if cohort.has_groups]  # type: ignore[attr-defined]
    return (followed or cohorts)[-1]


def _pills(figures: followup.Figures) -> dict[str, tuple[str, int, str]]:
    return {
        "": ("Tous", figures.total, ""),
        "jamais-rencontres": ("Jamais rencontrés", figures.never_met, "user-x"),
        "sans-nouvelles": ("Sans nouvelles", figures.silent, "clock"),
        "sans-rsca": ("Sans RSCA ce semestre", figures.without_rsca, "file-x"),
        "sans-groupe": ("Sans groupe", figures.without_group, "unlink"),
    }


def _address(cohort: Cohort, **parameters: str) -> str:
    chosen = {"promotion": str(cohort.year)} | {name: value for name, value in parameters.items() if value}
    return f"{reverse('evaluations:cohort-followup')}?{urlencode(chosen)}"
