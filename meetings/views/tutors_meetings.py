"""The rencontres tutoriales: agenda before, minutes after (A-009)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import roles_required
from accounts.models import Role
from design.french import as_date
from groups.queries import WHOLE_DEPARTMENT
from meetings.forms import TutorsMeetingForm
from meetings.models import TutorsMeeting
from meetings.queries import semester_on

EDITORS = (Role.SECRETARY, Role.COORDINATOR)
READERS = (*WHOLE_DEPARTMENT, Role.TUTOR, Role.CO_TUTOR)
PAGE = 20


@roles_required(*READERS)
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    meetings = TutorsMeeting.objects.select_related("semester").order_by("-starts_at", "-pk")
    return render(
        request,
        "meetings/tutors_meeting_list.html",
        {
            "page": Paginator(meetings, PAGE).get_page(request.GET.get("page")),
            "now": timezone.now(),
            "may_edit": request.user.has_role(*EDITORS),  # type: ignore[union-attr]
        },
    )


@roles_required(*EDITORS)
@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, TutorsMeeting())


@roles_required(*EDITORS)
@require_http_methods(["GET", "POST"])
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(TutorsMeeting, pk=pk))


def _edit(request: HttpRequest, meeting: TutorsMeeting) -> HttpResponse:
    form = TutorsMeetingForm(request.POST or None, instance=meeting)
    if form.is_valid():
        semester = semester_on(as_date(form.instance.starts_at))
        if semester is None:
            form.add_error("starts_at", "Aucun semestre n’existe encore : créez-le d’abord.")
        else:
            form.instance.semester = semester
            form.save()
            messages.success(request, "Rencontre tutoriale enregistrée.")
            return redirect("meetings:meeting-list")
    title = "Modifier la rencontre" if meeting.pk else "Nouvelle rencontre tutoriale"
    crumbs = [("Rencontres tutoriales", reverse("meetings:meeting-list")), (title, "")]
    return render(
        request,
        "meetings/tutors_meeting_edit.html",
        {"form": form, "meeting": meeting, "title": title, "crumbs": crumbs},
    )
