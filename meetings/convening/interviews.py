"""The mails about an individual interview: when and where, never why (D.4)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.urls import reverse

from design.french import NBSP, PARIS, clock, long_date
from meetings.models import Interview
from outbox.actions import Draft, cancel, enqueue
from outbox.composition import Mail, composes, still_concerns
from outbox.letters import html_version
from outbox.models import Message

ASKED = "interview-asked"
SCHEDULED = "interview-scheduled"
DROPPED = "interview-dropped"


def tell_asked(*, interview: Interview) -> None:
    """Tell the tutor, once a request, that somebody asks to be seen: neither who nor why, both in Tutorat."""
    tutor = interview.tutor.person
    payload = {
        "interview": interview.pk,
        "hello": tutor.full_name,
        "url": settings.PUBLIC_URL + reverse("home"),
    }
    enqueue([Draft(key=f"interview:{interview.pk}:asked", kind=ASKED, recipient=tutor, payload=payload)])


def tell_scheduled(*, interview: Interview) -> None:
    """Tell the intern the date of a scheduled interview, in place of an earlier one not yet gone."""
    cancel(prefix=f"interview:{interview.pk}:")
    starts_at = cast(datetime, interview.starts_at).astimezone(PARIS)
    _tell(SCHEDULED, interview, {"starts_at": starts_at.isoformat(), "place": interview.place})


def tell_dropped(*, interview: Interview) -> None:
    """Tell the intern that an answer waits in Tutorat; the words themselves stay there."""
    cancel(prefix=f"interview:{interview.pk}:")
    _tell(DROPPED, interview, {})


def _tell(kind: str, interview: Interview, facts: dict[str, Any]) -> None:
    person, tutor = interview.intern.person, interview.tutor.person
    payload = facts | {
        "interview": interview.pk,
        "hello": person.short_name,
        "tutor": tutor.full_name,
        "reply_to": tutor.email,
        "url": settings.PUBLIC_URL + reverse("home"),
    }
    prefix = f"interview:{interview.pk}:"
    step = Message.objects.filter(key__startswith=prefix).count() + 1
    enqueue([Draft(key=f"{prefix}{step}", kind=kind, recipient=person, payload=payload)])


@composes(ASKED, label="Demande d’entretien", is_confidential=True)
def compose_asked(payload: dict[str, Any]) -> Mail:
    return _letter(
        "Une demande d’entretien vous attend",
        f"Bonjour {payload['hello']},\n\n"
        "Quelqu’un que vous accompagnez vous demande un entretien individuel.\n\n"
        f"Lire la demande et proposer une date{NBSP}: {payload['url']}",
        payload,
    )


@composes(SCHEDULED, label="Date d’entretien", is_confidential=True)
def compose_scheduled(payload: dict[str, Any]) -> Mail:
    starts_at = datetime.fromisoformat(payload["starts_at"])
    place = f"\n  {payload['place']}" if payload["place"] else ""
    return _letter(
        "Votre entretien individuel a une date",
        f"Bonjour {payload['hello']},\n\n"
        f"{payload['tutor']} vous propose de vous voir en entretien individuel{NBSP}:\n\n"
        f"  {long_date(starts_at)}, {clock(starts_at)}{place}\n\n"
        "Si ce moment ne vous convient pas, répondez simplement à ce message.\n\n"
        f"Retrouver cet entretien{NBSP}: {payload['url']}",
        payload,
    )


@composes(DROPPED, label="Réponse à propos d’un entretien", is_confidential=True)
def compose_dropped(payload: dict[str, Any]) -> Mail:
    return _letter(
        "Une réponse à propos de votre entretien",
        f"Bonjour {payload['hello']},\n\n"
        f"{payload['tutor']} vous a laissé un mot dans Tutorat à propos de votre entretien individuel.\n\n"
        f"Le lire{NBSP}: {payload['url']}\n\n"
        "Vous pouvez demander un autre entretien à tout moment.",
        payload,
    )


def _letter(subject: str, text: str, payload: dict[str, Any]) -> Mail:
    signature = settings.DEPARTMENT["secretariat"]
    return Mail(
        subject=subject,
        text=f"{text}\n\n{signature}\n",
        html=html_version(text, title=subject, signature=signature),
        reply_to=(payload["reply_to"],) if "reply_to" in payload else (),
    )


@still_concerns(ASKED)
def still_asked(messages: Collection[Message]) -> set[int]:
    """Only while the tutor has not answered."""
    waiting = set(
        Interview.objects.filter(
            pk__in=[message.payload["interview"] for message in messages], state=Interview.State.REQUESTED
        ).values_list("pk", flat=True)
    )
    return {message.pk for message in messages if message.payload["interview"] in waiting}


@still_concerns(SCHEDULED)
def still_scheduled(messages: Collection[Message]) -> set[int]:
    """Only the date the interview still has."""
    dates = dict(
        Interview.objects.filter(
            pk__in=[message.payload["interview"] for message in messages], state=Interview.State.SCHEDULED
        ).values_list("pk", "starts_at")
    )
    return {
        message.pk
        for message in messages
        if dates.get(message.payload["interview"]) == datetime.fromisoformat(message.payload["starts_at"])
    }
