"""What the forms of the board name (the semester, the group, the draft), and how they are answered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from design.typed import number_in
from groups.models import TutorialGroup
from groups.queries import active_tutors
from groups.views import visitor
from meetings.actions.plans import open_draft
from meetings.models import Plan, Semester
from meetings.plans.live import draft_of
from meetings.views.of_semester import semester_asked


def semester_planned(request: HttpRequest) -> Semester:
    semester = semester_asked(request)
    if semester is None:
        raise Http404
    return semester


def group_planned(pk: int, *, with_tutors: bool = False) -> TutorialGroup:
    """With its cohort and its policy, and its `active_tutorships` when asked."""
    groups = TutorialGroup.objects.filter(closed_at=None).select_related("cohort__policy")
    return get_object_or_404(groups.prefetch_related(active_tutors()) if with_tutors else groups, pk=pk)


def draft_changed(request: HttpRequest, semester: Semester) -> tuple[Plan, int]:
    """The draft, opened when there is none, and the revision that the page showed."""
    draft = draft_of(semester) or open_draft(semester=semester, actor=visitor(request))
    seen = revision_seen(request)
    return draft, draft.revision if seen is None else seen


def revision_seen(request: HttpRequest) -> int | None:
    return number_in(request.POST.get("revision", ""))


def say(request: HttpRequest, refusal: ValidationError) -> None:
    for sentence in refusal.messages:
        messages.error(request, sentence)


def undo_url(semester: Semester) -> str:
    return f"undo:{reverse('meetings:plan-undo')}?semestre={semester.pk}"
