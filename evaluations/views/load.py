"""« Charge »: what each tutor carries, and how many tutors the next cohort wants (A-156, A-167)."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from evaluations.queries.load import load_on
from groups.models import Intern
from groups.queries import WHOLE_DEPARTMENT
from groups.tutor_loads import NATIONAL_TUTEES
from groups.tutor_needs import needs_of
from meetings.queries import semester_on


class ForecastForm(forms.Form):
    internes = forms.IntegerField(
        label="Internes attendus",
        min_value=1,
        max_value=2000,
        error_messages={
            "required": "Indiquez combien d’internes sont attendus.",
            "invalid": "Écrivez un nombre d’internes, par exemple 142.",
            "min_value": "Une promotion compte au moins un interne.",
            "max_value": "Au plus 2000 internes.",
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": 2000}),
    )


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def tutor_load(request: HttpRequest) -> HttpResponse:
    """`?internes=` asks what a cohort of that size would need; the size of the latest one by default."""
    semester = semester_on(timezone.localdate())
    load = load_on(semester)
    latest = load.cohorts[0] if load.cohorts else None
    form = ForecastForm(request.GET if "internes" in request.GET else None)
    if form.is_bound:
        expected = form.cleaned_data["internes"] if form.is_valid() else 0
    else:
        expected = Intern.objects.filter(cohort=latest).count() if latest else 0
        form = ForecastForm(initial={"internes": expected or None})
    together = latest.semester_count // 2 if latest else 4
    return render(
        request,
        "evaluations/load.html",
        {
            "semester": semester,
            "load": load,
            "form": form,
            "expected": expected,
            "needs": needs_of(expected, cohorts=together, groups_per_tutor=load.group_ceiling)
            if expected
            else [],
            "together": together,
            "national": NATIONAL_TUTEES,
        },
    )
