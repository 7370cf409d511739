"""A group that opens after the others, or closes before the end."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from groups.actions.dates import day_of_effect
from groups.actions.tutorships import change_tutor
from groups.models import Cohort, Tutor, TutorialGroup
from groups.signals import group_closing


@transaction.atomic
def open_group(
    *,
    cohort: Cohort,
    number: int,
    tutor: Tutor,
    reason: str,
    on: date | None = None,
    actor: Person | None,
) -> TutorialGroup:
    """A new group of a cohort with its tutor; raises ChangeRefused as `change_tutor` does."""
    group = TutorialGroup.objects.create(cohort=cohort, number=number)
    change_tutor(group=group, tutor=tutor, reason=reason, on=on, actor=actor)
    return group


@transaction.atomic
def close_group(*, group: TutorialGroup, reason: str, on: date | None = None, actor: Person | None) -> None:
    """Close a group to newcomers and end its tutoring; its interns are to be moved by the caller.

    Sends `group_closing` first. Raises ChangeRefused for a day that makes no sense.
    """
    day = day_of_effect(on)
    group_closing.send(TutorialGroup, group=group, actor=actor)
    group.tutorships.filter(ends_on=None).update(ends_on=day, reason=reason[:200], decided_by=actor)
    group.closed_at = timezone.now()
    group.save(update_fields=["closed_at"])
