"""Who sends what: a row is taken by one conditional update, so that no two senders ever hold the same one."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from outbox.models import Message

CHUNK = 50
GIVEN_UP_AFTER = timedelta(minutes=30)


@transaction.atomic
def claim_chunk(now: datetime, size: int = CHUNK) -> list[Message]:
    """Take at most `size` messages due at `now`, the oldest first; empty when nothing is left to take.

    Rows another sender is taking at this moment are passed over where the database knows how to.
    """
    due = list(
        Message.objects.filter(state=Message.State.SCHEDULED, due_at__lte=now)
        .order_by("due_at", "pk")
        .select_for_update(skip_locked=True)
        .values_list("pk", flat=True)[:size]
    )
    if not due:
        return []
    claim = uuid.uuid4()
    Message.objects.filter(state=Message.State.SCHEDULED, pk__in=due).update(
        state=Message.State.SENDING, claim=claim, claimed_at=timezone.now()
    )
    return list(Message.objects.filter(claim=claim).order_by("due_at", "pk"))


def hand_lost_ones_to_people() -> int:
    """Mark as uncertain what a sender took and never recorded: it may have left, so nobody sends it again.

    What carried a secret link ends there, and forgets it: asking for a new link is always possible.
    """
    lost = Message.objects.filter(state=Message.State.SENDING, claimed_at__lt=timezone.now() - GIVEN_UP_AFTER)
    why = "L’envoi a été interrompu : on ne sait pas si le serveur de courrier a accepté ce message."
    secret = lost.filter(is_confidential=True).update(
        state=Message.State.FAILED, payload={}, error="L’envoi a été interrompu."
    )
    return secret + lost.filter(is_confidential=False).update(state=Message.State.UNCERTAIN, error=why)
