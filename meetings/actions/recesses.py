"""Keeping periods of a semester free of sessions; every change is kept with its author."""

from datetime import date

from django.db import transaction

from accounts.models import Person
from meetings.models import Recess, Semester


@transaction.atomic
def add_recess(*, semester: Semester, name: str, starts_on: date, ends_on: date, actor: Person) -> Recess:
    """Hold no session from the first to the last day; those placed there already are left, and told of."""
    recess = Recess(semester=semester, name=name, starts_on=starts_on, ends_on=ends_on)
    recess._history_user = actor  # type: ignore[attr-defined]
    recess.save()
    return recess


@transaction.atomic
def remove_recess(*, recess: Recess, actor: Person) -> None:
    recess._history_user = actor  # type: ignore[attr-defined]
    recess.delete()
