"""The two mails of this room. They hold a link and nothing of the trace: not even its title (D.4)."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import Person
from outbox.actions import Draft, enqueue
from outbox.composition import Mail, composes, still_concerns
from outbox.letters import html_version
from outbox.models import Message
from portfolios.models import Reading, Trace

SUBMITTED = "trace-submitted"
RETURNED = "reading-returned"


def tell_submitted(*, trace: Trace, number: int, recipient: Person) -> None:
    """Tell the tutor, once per version, that a trace waits to be read."""
    _tell(SUBMITTED, "trace-read", trace, f"v{number}", recipient)


def tell_returned(*, trace: Trace, reading: Reading, recipient: Person) -> None:
    """Tell the author, once per reading, that it was returned."""
    _tell(RETURNED, "trace-detail", trace, f"reading:{reading.pk}", recipient)


def _tell(kind: str, page: str, trace: Trace, what: str, recipient: Person) -> None:
    payload = {
        "trace": trace.pk,
        "name": recipient.full_name,
        "url": settings.PUBLIC_URL + reverse(f"portfolios:{page}", args=[trace.pk]),
        "author": trace.intern.person.full_name if kind == SUBMITTED else "",
    }
    enqueue([Draft(key=f"trace:{trace.pk}:{what}:{kind}", kind=kind, recipient=recipient, payload=payload)])


@composes(SUBMITTED, label="Trace soumise")
def compose_submitted(payload: dict[str, Any]) -> Mail:
    return _letter(
        "Une trace vous a été soumise",
        f"Bonjour {payload['name']},\n\n{payload['author']} vous a soumis une trace de son portfolio.\n\n"
        f"Lire la trace\u00a0: {payload['url']}",
    )


@composes(RETURNED, label="Lecture rendue")
def compose_returned(payload: dict[str, Any]) -> Mail:
    return _letter(
        "Une lecture vous a été rendue",
        f"Bonjour {payload['name']},\n\n"
        "La lecture d’une de vos traces vous a été rendue, avec ses commentaires.\n\n"
        f"Voir la lecture\u00a0: {payload['url']}\n\n"
        "Le tutorat n’empêche pas les rencontres individuelles\u00a0: vous pouvez demander un entretien "
        "à tout moment.",
    )


def _letter(subject: str, text: str) -> Mail:
    signature = settings.DEPARTMENT["secretariat"]
    return Mail(
        subject=subject,
        text=f"{text}\n\n{signature}\n",
        html=html_version(text, title=subject, signature=signature),
    )


@still_concerns(SUBMITTED)
def still_to_read(messages: Collection[Message]) -> set[int]:
    """A trace already read no longer asks to be."""
    waiting = set(
        Trace.objects.filter(
            pk__in=[message.payload["trace"] for message in messages], state=Trace.State.SUBMITTED
        ).values_list("pk", flat=True)
    )
    return {message.pk for message in messages if message.payload["trace"] in waiting}
