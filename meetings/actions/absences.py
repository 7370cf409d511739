"""Saying when a tutor cannot come, and taking it back."""

from datetime import datetime

from django.db import transaction

from groups.models import Tutor
from meetings.models import Unavailability


@transaction.atomic
def add_unavailability(
    *, tutor: Tutor, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> Unavailability:
    """Note that `tutor` cannot come from `starts_at` to `ends_at` (aware); the same period is noted once."""
    Tutor.objects.select_for_update().get(pk=tutor.pk)
    same, _ = Unavailability.objects.update_or_create(
        tutor=tutor, starts_at=starts_at, ends_at=ends_at, defaults={"reason": reason}
    )
    return same


def remove_unavailability(*, absence: Unavailability) -> None:
    """Forget an unavailability; the sessions are left where they are."""
    absence.delete()
