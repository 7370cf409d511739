"""Which semester a page is about, and where it goes back to."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from design.addresses import page_of_ours
from design.typed import number_in
from meetings.models import Semester
from meetings.queries import semester_on


def semester_asked(request: HttpRequest) -> Semester | None:
    """The one named in the form or the address (404 when there is none such), else today's."""
    asked = request.POST.get("semester") or request.GET.get("semestre", "")
    if (key := number_in(asked)) is not None:
        return get_object_or_404(Semester, pk=key)
    return semester_on(timezone.localdate())


def planning_url(semester: Semester, **query: str) -> str:
    return f"{reverse('meetings:planning')}?{urlencode({'semestre': semester.pk} | query, safe=',')}"


def back_to(request: HttpRequest, semester: Semester) -> str:
    """Where the form asks to go next, within this site; the planning otherwise."""
    return page_of_ours(request.POST.get("next", ""), planning_url(semester))
