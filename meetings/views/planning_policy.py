"""The settings of the planner: read by the team, changed by those who plan."""

from copy import copy
from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import roles_required
from design.french import plural
from groups.policy_history import policy_changes
from groups.queries import WHOLE_DEPARTMENT
from groups.rules import coordinates, organises
from groups.views import visitor
from meetings.actions.planning_policy import change_planning_policy
from meetings.planning_policy_form import PlanningPolicyForm
from meetings.plans.policy import planning_policy

CHANGES_SHOWN = 10


@roles_required(*WHOLE_DEPARTMENT)
@require_http_methods(["GET", "POST"])
def planning_policy_edit(request: HttpRequest) -> HttpResponse:
    policy, actor = planning_policy(), visitor(request)
    may_edit = organises(actor) or coordinates(actor)
    if request.method == "POST" and not may_edit:
        raise Http404
    form = PlanningPolicyForm(request.POST or None, instance=copy(policy))
    if not may_edit:
        for field in form.fields.values():
            field.disabled = True
    if form.is_valid():
        changed = change_planning_policy(values=form.cleaned_data, actor=actor)
        if changed:
            said = plural(len(changed), "réglage modifié", "réglages modifiés")
            messages.success(request, f"Enregistré : {said}. La prochaine recherche en tiendra compte.")
        else:
            messages.info(request, "Rien n’a changé.")
        return redirect("meetings:planning-policy")
    return render(
        request,
        "meetings/board/policy.html",
        {
            "form": form,
            "may_edit": may_edit,
            "changes": list(islice(policy_changes(policy), CHANGES_SHOWN)),
            "crumbs": [("Planning", reverse("meetings:planning")), ("Réglages du planificateur", "")],
        },
        status=422 if form.errors else 200,
    )
