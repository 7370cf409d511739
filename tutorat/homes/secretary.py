"""The secretary's home: the semester we are in (picture 01)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from meetings.queries import semester_on


def secretary_home(request: HttpRequest) -> HttpResponse:
    semester = semester_on(timezone.localdate())
    if semester is None:
        return redirect("meetings:semester-list")
    from meetings.views import semester_detail  # INTEGRATION: to the top

    return semester_detail(request, pk=semester.pk)
