"""The days set aside for the tutorial groups of a semester: read by the team, chosen by those who plan."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import roles_required
from accounts.models import Role
from design.french import long_date
from groups.queries import WHOLE_DEPARTMENT
from groups.views import visitor
from meetings.actions.dedicated_days import dedicate_day, release_day
from meetings.forms import DedicatedDayForm
from meetings.models import DedicatedDay, Semester
from meetings.views.of_settings import list_context, semester_of_list


@roles_required(*WHOLE_DEPARTMENT)
@require_http_methods(["GET", "POST"])
def day_list(request: HttpRequest) -> HttpResponse:
    semester, may_edit = semester_of_list(request)
    form = DedicatedDayForm(request.POST or None, semester=semester)
    if form.is_valid():
        try:
            dedicated = dedicate_day(semester=semester, actor=visitor(request), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Le {long_date(dedicated.day)} est réservé : {dedicated.whose}.")
            return redirect(_address(semester))
    changes = DedicatedDay.history.filter(semester=semester).select_related("cohort", "history_user")
    return render(
        request,
        "meetings/board/dedicated_days.html",
        list_context(semester, "Journées dédiées", changes)
        | {
            "form": form,
            "may_edit": may_edit,
            "days": semester.dedicated_days.select_related("cohort").order_by("day", "pk"),
        },
        status=422 if form.errors else 200,
    )


@roles_required(Role.SECRETARY, Role.COORDINATOR)
@require_POST
def day_release(request: HttpRequest, pk: int) -> HttpResponse:
    dedicated = get_object_or_404(DedicatedDay.objects.select_related("semester"), pk=pk)
    release_day(dedicated=dedicated, actor=visitor(request))
    messages.success(request, f"Le {long_date(dedicated.day)} n’est plus réservé.")
    return redirect(_address(dedicated.semester))


def _address(semester: Semester) -> str:
    return f"{reverse('meetings:dedicated-day-list')}?semestre={semester.pk}"
