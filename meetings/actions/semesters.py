"""Keeping the semesters: their dates are stored, never computed (B.2)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Person
from design.french import long_date
from meetings.facts import bounds_of
from meetings.models import Semester, TutorialSession


@transaction.atomic
def save_semester(*, semester: Semester, actor: Person) -> None:
    """Create a semester, or change its dates.

    Raises `ValidationError` when sessions already placed would fall outside.
    """
    stray = _session_outside(semester) if semester.pk else None
    if stray:
        raise ValidationError(
            f"Une séance est placée le {long_date(stray.starts_at)}, hors de ces dates. Déplacez-la d’abord."
        )
    semester.save()


def _session_outside(semester: Semester) -> TutorialSession | None:
    first, _ = bounds_of(semester.starts_on)
    _, end = bounds_of(semester.ends_on)
    kept = semester.sessions.exclude(state=TutorialSession.State.CANCELLED)
    return kept.filter(starts_at__lt=first).first() or kept.filter(starts_at__gte=end).first()
