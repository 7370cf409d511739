"""Reading semesters and sessions, within what a person may see (D.1-18)."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Person
from groups.models import TutorialGroup
from groups.queries import WHOLE_DEPARTMENT, groups_visible_to
from meetings.models import Semester, TutorialSession


def semester_on(day: date) -> Semester | None:
    """The semester which contains `day`, else the next to come, else the last one."""
    return (
        Semester.objects.filter(starts_on__lte=day, ends_on__gte=day).first()
        or Semester.objects.filter(starts_on__gt=day).order_by("starts_on").first()
        or Semester.objects.order_by("-starts_on").first()
    )


def sessions_visible_to(person: Person) -> QuerySet[TutorialSession]:
    """All sessions for the department's staff; for the others those of their groups, drafts left out."""
    if person.has_role(*WHOLE_DEPARTMENT):
        return TutorialSession.objects.all()
    return (
        TutorialSession.objects.exclude(state=TutorialSession.State.DRAFT)
        .filter(
            Q(group__in=groups_visible_to(person))
            | Q(convocations__person=person, convocations__withdrawn_at=None)
        )
        .distinct()
    )


def sessions_of(group: TutorialGroup) -> QuerySet[TutorialSession]:
    """The sessions of a group that were not cancelled, oldest first."""
    return group.sessions.exclude(state=TutorialSession.State.CANCELLED)
