"""Writing messages. Sending them is in `outbox.delivery`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from outbox.models import Message
from outbox.tasks import send_due_messages


@dataclass(frozen=True)
class Draft:
    """A message to write: `key` says what it is and is told once; `due_at` defaults to now."""

    key: str
    kind: str
    recipient: Person
    payload: dict[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None


def enqueue(drafts: Iterable[Draft]) -> int:
    """Write messages in the caller's transaction, skip the keys already there, wake the sender on commit.

    Return how many drafts were handed over. Two queries at most, however many there are.
    """
    now = timezone.now()
    messages = [
        Message(
            key=draft.key,
            kind=draft.kind,
            recipient=draft.recipient,
            address=draft.recipient.email,
            payload=draft.payload,
            due_at=draft.due_at or now,
        )
        for draft in drafts
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    if any(message.due_at <= now for message in messages):
        transaction.on_commit(send_due_messages.delay)
    return len(messages)


def cancel(*, prefix: str) -> int:
    """Cancel the messages not yet claimed whose key starts with `prefix`; return how many."""
    return Message.objects.filter(state=Message.State.SCHEDULED, key__startswith=prefix).update(
        state=Message.State.CANCELLED
    )
