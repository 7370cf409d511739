"""The secretary's home: the semester we are in (picture 01)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from meetings.queries import semester_on
from meetings.views.semester import semester_page


def secretary_home(request: HttpRequest) -> HttpResponse:
    semester = semester_on(timezone.localdate())
    if semester is None:
        return redirect("meetings:semester-list")
    return semester_page(request, semester)
