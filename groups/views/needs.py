"""Before the draw: how many groups and tutors a cohort asks for, against those there are (A-167, A-171)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from groups import rules
from groups.actions.constitution import interns_to_group
from groups.models import Cohort, Intern
from groups.queries import WHOLE_DEPARTMENT
from groups.tutor_loads import NATIONAL_TUTEES, capacities
from groups.tutor_needs import balances, supply_of
from groups.views import visitor


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def cohort_needs(request: HttpRequest, year: int) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.select_related("policy"), year=year)
    waiting = interns_to_group(cohort).count()
    interns = waiting or cohort.interns.filter(standing=Intern.Standing.ACTIVE).count()
    supply = supply_of(capacities(cohort.policy))
    return render(
        request,
        "groups/cohort_needs.html",
        {
            "cohort": cohort,
            "policy": cohort.policy,
            "waiting": waiting,
            "interns": interns,
            "supply": supply,
            "balances": balances(interns, supply, groups_per_tutor=cohort.policy.groups_per_tutor),
            "national": NATIONAL_TUTEES,
            "may_organise": rules.organises(visitor(request)),
            "crumbs": [
                ("Promotions", reverse("groups:cohort-list")),
                (str(cohort), reverse("groups:cohort-detail", args=[year])),
                ("Besoins en tuteurs", ""),
            ],
        },
    )
