"""Writing messages, and what a person may do with one that went wrong. Sending is in `outbox.delivery`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actions import set_email
from accounts.models import Person
from database.rows import insert
from outbox.composition import is_confidential
from outbox.models import Message
from outbox.tasks import send_due_messages


@dataclass(frozen=True)
class Draft:
    """A message to write: `key` says what it is and is told once; `due_at` defaults to now.

    `thread` and `step` place it among the messages about one thing. `address` replaces the recipient's own.
    """

    key: str
    kind: str
    recipient: Person
    payload: dict[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None
    thread: str = ""
    step: str = ""
    address: str = ""


def enqueue(drafts: Iterable[Draft]) -> int:
    """Write messages in the caller's transaction, skip the keys already there, wake the sender on commit.

    A broker that does not answer is no error: the next sweep finds them.

    Return how many drafts were handed over. One query.
    """
    now = timezone.now()
    messages = [
        Message(
            key=draft.key,
            kind=draft.kind,
            thread=draft.thread,
            step=draft.step,
            recipient=draft.recipient,
            address=draft.address or draft.recipient.email,
            payload=draft.payload,
            is_confidential=is_confidential(draft.kind),
            due_at=draft.due_at or now,
        )
        for draft in drafts
    ]
    insert(messages, ignore_conflicts=True)
    if any(message.due_at <= now for message in messages):
        transaction.on_commit(send_due_messages.delay, robust=True)
    return len(messages)


def cancel(*, prefix: str) -> int:
    """Cancel the messages not yet claimed whose key starts with `prefix`; return how many."""
    return Message.objects.filter(state=Message.State.SCHEDULED, key__startswith=prefix).update(
        state=Message.State.CANCELLED
    )


def cancel_thread(*, threads: Collection[str], recipients: Collection[int] | None = None) -> int:
    """Cancel what is not yet claimed in `threads`, for everybody or for these people; return how many."""
    waiting = Message.objects.filter(state=Message.State.SCHEDULED, thread__in=threads)
    if recipients is not None:
        waiting = waiting.filter(recipient__in=recipients)
    return waiting.update(state=Message.State.CANCELLED)


@transaction.atomic
def send_again(*, message: Message) -> bool:
    """Schedule a failed or uncertain message anew; False when somebody already dealt with it.

    It keeps its key, hence its Message-ID: a mailbox that has it already can tell.
    """
    scheduled = Message.objects.filter(
        pk=message.pk, state__in=(Message.State.FAILED, Message.State.UNCERTAIN), is_confidential=False
    ).update(
        state=Message.State.SCHEDULED,
        due_at=timezone.now(),
        attempts=0,
        claim=None,
        claimed_at=None,
        error="",
    )
    if scheduled:
        transaction.on_commit(send_due_messages.delay)
    return bool(scheduled)


@transaction.atomic
def correct_address(*, message: Message, address: str, whole_person: bool) -> bool:
    """Write a message, and with `whole_person` everything this person has yet to receive, to a good address.

    The failed message leaves again; False when somebody already dealt with it.
    """
    if whole_person and message.recipient:
        set_email(person=message.recipient, email=address)
        Message.objects.filter(
            recipient=message.recipient, state=Message.State.SCHEDULED, is_confidential=False
        ).update(address=address)
    Message.objects.filter(pk=message.pk, state=Message.State.FAILED).update(address=address)
    return send_again(message=message)


@transaction.atomic
def consider_sent(*, message: Message, actor: Person) -> bool:
    """Take an uncertain message as sent, on somebody's word; False when it no longer is uncertain."""
    return bool(
        Message.objects.filter(pk=message.pk, state=Message.State.UNCERTAIN).update(
            state=Message.State.SENT,
            sent_at=message.claimed_at or timezone.now(),
            claim=None,
            error="",
            reply=f"Considérée comme envoyée par {actor.full_name}"[:300],
        )
    )
