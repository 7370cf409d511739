"""When tutors cannot come: who may say so for whom, and the sessions it falls on."""

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from design.french import period
from groups.models import Tutor
from groups.rules import organises
from meetings.models import TutorialSession, Unavailability


def tutors_planned_by(person: Person) -> QuerySet[Tutor]:
    """The tutors whose unavailabilities `person` sees and writes: all for the secretariat, else oneself."""
    tutors = Tutor.objects.select_related("person")
    return tutors if organises(person) else tutors.filter(person=person)


def unavailabilities_planned_by(person: Person) -> QuerySet[Unavailability]:
    return Unavailability.objects.filter(tutor__in=tutors_planned_by(person))


def coming_unavailabilities(tutor: Tutor) -> QuerySet[Unavailability]:
    """Those of a tutor that are not over, the next one first."""
    return tutor.unavailabilities.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")


def sessions_during(absence: Unavailability) -> QuerySet[TutorialSession]:
    """The sessions, drafts too, which the tutor should lead at that time."""
    return (
        TutorialSession.objects.filter(
            group__tutorships__tutor=absence.tutor_id,
            group__tutorships__ends_on=None,
            state__in=(TutorialSession.State.DRAFT, TutorialSession.State.PUBLISHED),
            starts_at__lt=absence.ends_at,
            ends_at__gt=absence.starts_at,
        )
        .select_related("group__cohort", "semester")
        .order_by("starts_at", "pk")
        .distinct()
    )


def period_of(absence: Unavailability) -> str:
    """`jeudi 10 décembre 2026`, `du 14 au 18 décembre 2026`, `jeudi 10 décembre 2026, 14 h – 18 h`."""
    return period(absence.starts_at, absence.ends_at)
