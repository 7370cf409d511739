"""The state of a semester as a table to keep: every session, and where everybody called to it stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from groups.queries import WHOLE_DEPARTMENT
from meetings.models import Semester
from meetings.overview.export import HEADINGS, lines_of
from meetings.views.csv_files import csv_file


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def semester_export(request: HttpRequest, pk: int) -> HttpResponse:
    semester = get_object_or_404(Semester, pk=pk)
    name = f"point-du-semestre-{semester.starts_on.isoformat()}-au-{timezone.localdate().isoformat()}"
    return csv_file(name, HEADINGS, lines_of(semester))
