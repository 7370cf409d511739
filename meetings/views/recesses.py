"""The periods of a semester without sessions: read by the team, chosen by those who plan."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import roles_required
from accounts.models import Role
from groups.queries import WHOLE_DEPARTMENT
from groups.views import visitor
from meetings.actions.recesses import add_recess, remove_recess
from meetings.forms import RecessForm
from meetings.models import Recess, Semester
from meetings.suggestions import end_of_year_break
from meetings.views.of_settings import list_context, semester_of_list


@roles_required(*WHOLE_DEPARTMENT)
@require_http_methods(["GET", "POST"])
def recess_list(request: HttpRequest) -> HttpResponse:
    semester, may_edit = semester_of_list(request)
    recesses = list(semester.recesses.order_by("starts_on", "pk"))
    proposed = _proposed(semester, recesses)
    form = RecessForm(request.POST or None, semester=semester, initial=proposed)
    if form.is_valid():
        recess = add_recess(semester=semester, actor=visitor(request), **form.cleaned_data)
        messages.success(request, f"{recess.name} : aucune séance ne sera proposée pendant cette période.")
        return redirect(_address(semester))
    changes = Recess.history.filter(semester=semester).select_related("history_user")
    return render(
        request,
        "meetings/board/recesses.html",
        list_context(semester, "Périodes sans séance", changes)
        | {
            "form": form,
            "may_edit": may_edit,
            "recesses": recesses,
            "proposed": proposed and not form.is_bound,
        },
        status=422 if form.errors else 200,
    )


@roles_required(Role.SECRETARY, Role.COORDINATOR)
@require_POST
def recess_remove(request: HttpRequest, pk: int) -> HttpResponse:
    recess = get_object_or_404(Recess.objects.select_related("semester"), pk=pk)
    remove_recess(recess=recess, actor=visitor(request))
    messages.success(request, f"{recess.name} : la période est retirée.")
    return redirect(_address(recess.semester))


def _proposed(semester: Semester, recesses: Sequence[Recess]) -> dict[str, Any]:
    """The break of the end of the year, ready to be noted."""
    days = end_of_year_break(semester, recesses)
    return {"name": "Vacances de fin d’année", "starts_on": days[0], "ends_on": days[1]} if days else {}


def _address(semester: Semester) -> str:
    return f"{reverse('meetings:recess-list')}?semestre={semester.pk}"
