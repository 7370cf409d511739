"""Setting days aside for the tutorial groups (A-136, A-138); every change is kept with its author."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Person
from groups.models import Cohort
from meetings.models import DedicatedDay, Semester


@transaction.atomic
def dedicate_day(*, semester: Semester, day: date, cohort: Cohort | None, actor: Person) -> DedicatedDay:
    """Set `day` aside for `cohort`, or for all without one; `ValidationError` when it already is."""
    Semester.objects.select_for_update().get(pk=semester.pk)
    known = DedicatedDay.objects.filter(semester=semester, day=day)
    if known.filter(cohort=None).exists():
        raise ValidationError({"day": "Cette journée est déjà réservée à toutes les promotions."})
    if cohort and known.filter(cohort=cohort).exists():
        raise ValidationError({"day": f"Cette journée est déjà réservée à la promotion {cohort.year}."})
    dedicated = DedicatedDay(semester=semester, day=day, cohort=cohort)
    dedicated._history_user = actor  # type: ignore[attr-defined]
    dedicated.save()
    return dedicated


@transaction.atomic
def release_day(*, dedicated: DedicatedDay, actor: Person) -> None:
    """Give a day back to the other teachings; the sessions are left where they are."""
    dedicated._history_user = actor  # type: ignore[attr-defined]
    dedicated.delete()
