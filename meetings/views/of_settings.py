"""What the lists behind the planner's settings share: who may write, the last changes, the way back."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from groups.rules import coordinates, organises
from groups.views import visitor
from meetings.models import Semester
from meetings.views.of_plan import semester_planned
from meetings.views.of_semester import planning_url

CHANGES_SHOWN = 10


def semester_of_list(request: HttpRequest) -> tuple[Semester, bool]:
    """The semester asked for, and whether the visitor may write; 404 when somebody else does."""
    semester, actor = semester_planned(request), visitor(request)
    may_edit = organises(actor) or coordinates(actor)
    if request.method == "POST" and not may_edit:
        raise Http404
    return semester, may_edit


def list_context(semester: Semester, title: str, changes: QuerySet[Any]) -> dict[str, object]:
    """What both pages show around their rows; `changes` is the history of these, whole."""
    return {
        "semester": semester,
        "changes": changes.order_by("-history_date", "-history_id")[:CHANGES_SHOWN],
        "crumbs": [
            ("Planning", planning_url(semester)),
            ("Réglages du planificateur", reverse("meetings:planning-policy")),
            (title, ""),
        ],
    }
