"""Giving a level, with the descriptors and the evidence beside the choice (A-057, A-065)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evaluations.actions.levels import give_level
from evaluations.level_form import LevelForm
from evaluations.queries.evidence import grounds_for
from evaluations.rules import gives_levels
from evaluations.views.access import signed_in, tutors_only
from groups.queries import interns_followed_by
from meetings.queries import semester_on
from portfolios.models import Competency


@tutors_only
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_new(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """`?trace=` ticks the trace one has just read."""
    person = signed_in(request)
    intern = get_object_or_404(interns_followed_by(person).select_related("person", "cohort__policy"), pk=pk)
    competency = get_object_or_404(Competency, code=code)
    semester = semester_on(timezone.localdate())
    if semester is None or not gives_levels(person, intern):
        raise Http404
    grounds = grounds_for(intern)
    form = LevelForm(request.POST or None, grounds=grounds, ticked=request.GET.get("trace", ""))
    if form.is_valid():
        try:
            give_level(
                intern=intern,
                competency=competency,
                semester=semester,
                level=form.cleaned_data["level"],
                grounds=form.grounds(),
                actor=person,
                comment=form.cleaned_data["comment"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"{competency.short_label} : niveau enregistré.")
            return redirect(f"{reverse('evaluations:intern-file', args=[pk])}?onglet=evaluations")
    return render(
        request,
        "evaluations/assessment_new.html",
        {"form": form, "intern": intern, "competency": competency, "semester": semester},
        status=422 if form.is_bound else 200,
    )
