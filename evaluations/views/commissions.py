"""Commissions: who sits, when the files are open, and the table that is read (picture 10, first form)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import roles_required
from accounts.models import Role
from evaluations.actions.commissions import save_commission
from evaluations.commission_form import CommissionForm
from evaluations.models import Commission
from evaluations.queries.commissions import commissions_listed_for, dossiers_by_group
from evaluations.views.access import signed_in
from groups.rules import coordinates
from portfolios.queries import competencies

READERS = (Role.COMMISSION, Role.COORDINATOR, Role.DIRECTOR)


@roles_required(*READERS)
@require_safe
def commission_list(request: HttpRequest) -> HttpResponse:
    person, today = signed_in(request), timezone.localdate()
    return render(
        request,
        "evaluations/commission_list.html",
        {
            "commissions": commissions_listed_for(person, today),
            "today": today,
            "may_edit": coordinates(person),
        },
    )


@roles_required(*READERS)
@require_safe
def commission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The table of the cohort's dossiers; the members read it while the files are open."""
    person, today = signed_in(request), timezone.localdate()
    commission = get_object_or_404(commissions_listed_for(person, today), pk=pk)
    return render(
        request,
        "evaluations/commission_detail.html",
        {
            "commission": commission,
            "groups": dossiers_by_group(commission),
            "members": list(commission.members.order_by("last_name", "first_name", "pk")),
            "competencies": competencies(),
            "may_edit": coordinates(person),
            "today": today,
        },
    )


@roles_required(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def commission_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@roles_required(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def commission_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Commission.objects.select_related("cohort"), pk=pk))


def _edit(request: HttpRequest, commission: Commission | None) -> HttpResponse:
    form = CommissionForm(request.POST if request.method == "POST" else None, commission=commission)
    if form.is_valid():
        try:
            saved = save_commission(commission=commission, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Commission enregistrée." if commission else "Commission créée.")
            return redirect("evaluations:commission-detail", saved.pk)
    chosen = {str(pk) for pk in form["members"].value() or []}
    return render(
        request,
        "evaluations/commission_edit.html",
        {
            "form": form,
            "commission": commission,
            "people": [
                (person, str(person.pk) in chosen)
                for person in form.fields["members"].queryset  # type: ignore[attr-defined]
            ],
        },
        status=422 if form.is_bound else 200,
    )
