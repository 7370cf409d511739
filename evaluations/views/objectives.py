"""Objectives outside the session: set, settle, take up again, take back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from design.french import as_date
from evaluations.actions.objectives import (
    reopen_objective,
    set_objective,
    settle_objective,
    withdraw_objective,
)
from evaluations.forms import ObjectiveForm
from evaluations.models import Objective
from evaluations.queries.objectives import objectives_settled_by, open_objectives
from evaluations.views.access import signed_in, tutors_only
from evaluations.views.returning import (
    address_to_return_to,
    back,
    back_to_the_page_asked_from,
    say_refusal,
)
from groups.queries import interns_followed_by
from meetings.models import TutorialSession


@tutors_only
@require_http_methods(["GET", "HEAD", "POST"])
def objective_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Set an objective for the intern `pk`, with those still open beside."""
    person = signed_in(request)
    intern = get_object_or_404(interns_followed_by(person).select_related("person"), pk=pk)
    next_at = (
        TutorialSession.objects.filter(
            group__memberships__intern=intern,
            group__memberships__ends_on=None,
            state=TutorialSession.State.PUBLISHED,
            starts_at__gte=timezone.now(),
        )
        .order_by("starts_at")
        .values_list("starts_at", flat=True)
        .first()
    )
    next_on = as_date(next_at) if next_at else None
    form = ObjectiveForm(
        request.POST or None, next_on=next_on, initial={"when": "next" if next_on else "date"}
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            objective = set_objective(intern=intern, text=typed["text"], due_on=typed["due_on"], actor=person)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            undo = reverse("evaluations:objective-withdraw", args=[objective.pk])
            messages.success(request, "Objectif fixé.", extra_tags=f"undo:{undo}")
            return back(request, reverse("evaluations:objective-new", args=[intern.pk]))
    return render(
        request,
        "evaluations/objective_new.html",
        {
            "form": form,
            "intern": intern,
            "next_on": next_on,
            "objectives": open_objectives(intern),
            "next": address_to_return_to(request, reverse("evaluations:logbook")),
            "here": reverse("evaluations:objective-new", args=[intern.pk]),
        },
        status=422 if form.is_bound else 200,
    )


@tutors_only
@require_POST
def objective_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """`state`: kept, partly, dropped, or open to take the objective up again."""
    objective = get_object_or_404(objectives_settled_by(signed_in(request)), pk=pk)
    state = request.POST.get("state", "")
    try:
        if state == Objective.State.OPEN:
            changed = reopen_objective(objective=objective, actor=signed_in(request))
        else:
            changed = settle_objective(objective=objective, state=state, actor=signed_in(request))
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        if not changed:
            messages.info(request, "Cet objectif était déjà à jour.")
    return back(request, reverse("evaluations:logbook"))


@tutors_only
@require_POST
def objective_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    objective = get_object_or_404(objectives_settled_by(signed_in(request)), pk=pk)
    if withdraw_objective(objective=objective, actor=signed_in(request)):
        messages.success(request, "Objectif retiré.")
    else:
        messages.warning(
            request, "Cet objectif ne se retire plus. Vous pouvez le noter abandonné au prochain bilan."
        )
    return back_to_the_page_asked_from(request)
