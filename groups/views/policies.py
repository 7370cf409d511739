"""The policy of a cohort: read by the team, changed by the coordination."""

from copy import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Role
from design.french import plural
from groups import rules
from groups.actions import change_policy, reset_policy
from groups.forms import PolicyForm
from groups.models import Policy
from groups.policies import IN_WORDS, PRESETS, differences
from groups.policy_history import policy_changes
from groups.queries import WHOLE_DEPARTMENT
from groups.views import visitor


def _policy(year: int) -> Policy:
    return get_object_or_404(Policy.objects.select_related("cohort"), cohort__year=year)


def _crumbs(policy: Policy, *last: str) -> list[tuple[str, str]]:
    year = policy.cohort.year
    crumbs = [
        ("Promotions", reverse("groups:cohort-list")),
        (str(policy.cohort), reverse("groups:cohort-detail", args=[year])),
        ("Politique", reverse("groups:policy-edit", args=[year]) if last else ""),
    ]
    return [*crumbs, *((word, "") for word in last)]


@roles_required(*WHOLE_DEPARTMENT)
@require_http_methods(["GET", "POST"])
def policy_edit(request: HttpRequest, year: int) -> HttpResponse:
    policy = _policy(year)
    may_edit = rules.coordinates(visitor(request))
    if request.method == "POST" and not may_edit:
        raise Http404
    form = PolicyForm(request.POST or None, instance=copy(policy))
    if not may_edit:
        for field in form.fields.values():
            field.disabled = True
    if form.is_valid():
        changed = change_policy(policy=policy, values=form.cleaned_data, actor=visitor(request))
        messages.success(
            request,
            f"Politique enregistrée : {plural(len(changed), 'réglage modifié', 'réglages modifiés')}.",
        )
        return redirect("groups:policy-edit", year)
    return render(
        request,
        "groups/policy_edit.html",
        {
            "policy": policy,
            "form": form,
            "may_edit": may_edit,
            "differences": len(differences(policy)),
            "presets": [(code, label, IN_WORDS[code]) for code, label in Policy.Preset.choices],
            "crumbs": _crumbs(policy),
        },
        status=422 if form.errors else 200,
    )


@roles_required(Role.COORDINATOR)
@require_POST
def policy_reset(request: HttpRequest, year: int) -> HttpResponse:
    policy = _policy(year)
    preset = request.POST.get("preset", "")
    if preset not in PRESETS:
        raise Http404
    changed = reset_policy(policy=policy, preset=preset, actor=visitor(request))
    if changed:
        messages.success(request, f"Politique reprise de {Policy.Preset(preset).label}.")
    else:
        messages.info(request, "La politique est déjà celle-là : rien n’a changé.")
    return redirect("groups:policy-edit", year)


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def policy_history(request: HttpRequest, year: int) -> HttpResponse:
    policy = _policy(year)
    page = Paginator(list(policy_changes(policy)), 30).get_page(request.GET.get("page"))
    return render(
        request,
        "groups/policy_history.html",
        {"policy": policy, "page": page, "crumbs": _crumbs(policy, "Historique")},
    )
