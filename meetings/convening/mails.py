"""How the messages about a session read, and whom they still concern when they are about to leave."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone

from design.french import NBSP, PARIS, clock, ordinal_word, weekday_date
from meetings.calendars import Invitation, Mailbox, cancellation, request
from meetings.convening import drafts
from meetings.convening.facts import Facts
from meetings.convening.links import answer_url
from meetings.models import Convocation, TutorialSession
from outbox.composition import Attachment, Mail, composes, still_concerns
from outbox.letters import html_version
from outbox.models import Message

State = TutorialSession.State


@composes(drafts.CONVOCATION, label="Convocation")
def convocation_mail(payload: Facts) -> Mail:
    leads = payload["part"] != Convocation.Part.INTERN
    return _letter("convocation_tutor" if leads else "convocation", payload, calendar=request)


@composes(drafts.MOVED, label="Changement de séance")
def moved_mail(payload: Facts) -> Mail:
    return _letter("moved", payload, prefix="Changement", calendar=request)


@composes(drafts.CANCELLED, label="Annulation de séance")
def cancelled_mail(payload: Facts) -> Mail:
    return _letter("cancelled", payload, prefix="Séance annulée", calendar=cancellation)


@composes(drafts.WITHDRAWN, label="Convocation retirée")
def withdrawn_mail(payload: Facts) -> Mail:
    return _letter("withdrawn", payload, prefix="Convocation retirée", calendar=cancellation)


@composes(drafts.REMINDER, label="Rappel")
def reminder_mail(payload: Facts) -> Mail:
    return _letter("reminder", payload, prefix="Rappel")


@composes(drafts.NUDGE, label="Relance")
def nudge_mail(payload: Facts) -> Mail:
    return _letter("reminder", payload | {"last": False}, prefix="Réponse attendue")


@still_concerns(drafts.CONVOCATION)
@still_concerns(drafts.MOVED)
def invitations_still_true(messages: Collection[Message]) -> set[int]:
    """Invitations to a session which still is as they say, for people still called to it."""
    standing = _standing(messages)
    return {
        message.pk
        for message in messages
        if message.payload["convocation"] in standing.get(_version(message), {})
    }


@still_concerns(drafts.REMINDER)
def reminders_still_useful(messages: Collection[Message]) -> set[int]:
    """Reminders to who has not answered; the last one, to everybody who does not excuse themselves."""
    standing = _standing(messages)
    useful = set()
    for message in messages:
        answer = standing.get(_version(message), {}).get(message.payload["convocation"])
        silent = answer == Convocation.Answer.NONE
        coming = answer == Convocation.Answer.PRESENT and message.payload["last"]
        if silent or coming:
            useful.add(message.pk)
    return useful


@still_concerns(drafts.NUDGE)
def nudges_still_useful(messages: Collection[Message]) -> set[int]:
    """Nudges to who has still not answered."""
    standing = _standing(messages)
    return {
        message.pk
        for message in messages
        if standing.get(_version(message), {}).get(message.payload["convocation"]) == Convocation.Answer.NONE
    }


def _version(message: Message) -> tuple[int, int]:
    return message.payload["session"], message.payload["sequence"]


def _standing(messages: Collection[Message]) -> dict[tuple[int, int], dict[int, str]]:
    """By session and version, the answers of those still called, while it is still to come. One query."""
    found: dict[tuple[int, int], dict[int, str]] = {}
    for session, sequence, pk, answer in Convocation.objects.filter(
        pk__in=[message.payload["convocation"] for message in messages],
        withdrawn_at=None,
        session__state=State.PUBLISHED,
        session__starts_at__gt=timezone.now(),
    ).values_list("session", "session__sequence", "pk", "answer"):
        found.setdefault((session, sequence), {})[pk] = answer
    return found


def subject_of(payload: Facts, prefix: str = "") -> str:
    """`Groupe tutorial 25‑07, jeudi 14 janvier à 14 h`: nothing that a glance at a screen should not see."""
    starts_at = datetime.fromisoformat(payload["starts_at"])
    title = f"roupe tutorial {payload['group']}, {weekday_date(starts_at)} à {clock(starts_at)}"
    return f"{prefix}{NBSP}: g{title}" if prefix else f"G{title}"


def _letter(name: str, payload: Facts, *, prefix: str = "", calendar: Any = None) -> Mail:
    subject = subject_of(payload, prefix)
    is_intern = payload["part"] == Convocation.Part.INTERN
    text = _tidy(get_template(f"mail/{name}.txt").render(_context(payload, is_intern)))
    secretariat = settings.DEPARTMENT["secretariat"]
    signature = f"{secretariat}, par Tutorat. Aucun pisteur dans ce message."
    attachments: tuple[Attachment, ...] = ()
    if calendar:
        content = calendar(invitation_of(payload))
        method = "CANCEL" if calendar is cancellation else "REQUEST"
        attachments = (
            Attachment("invitation.ics", f"text/calendar; method={method}; charset=utf-8", content),
        )
    reply = payload["tutor_address"] if is_intern else settings.DEPARTMENT["email"]
    return Mail(
        subject=subject,
        text=text,
        html=html_version(text, title=subject, signature=signature),
        reply_to=(reply,) if reply else (),
        attachments=attachments,
    )


def _context(payload: Facts, is_intern: bool) -> dict[str, Any]:
    context = payload | {
        "starts": datetime.fromisoformat(payload["starts_at"]),
        "ends": datetime.fromisoformat(payload["ends_at"]),
        "is_intern": is_intern,
        "rank": ordinal_word(payload["number"]),
        "tutor_named": f"le {payload['tutor']}" if payload["tutor_titled"] else payload["tutor"],
        "home": settings.PUBLIC_URL,
        "secretariat": settings.DEPARTMENT["secretariat"],
        "present_url": answer_url(payload["convocation"], "present"),
        "excuse_url": answer_url(payload["convocation"], "excuse"),
    }
    if previous := payload.get("previous"):
        context["previous_starts"] = datetime.fromisoformat(previous["starts_at"])
        context["previous_ends"] = datetime.fromisoformat(previous["ends_at"])
    return context


def invitation_of(payload: Facts) -> Invitation:
    """The calendar entry of a session, for the person the facts were written for."""
    secretariat = settings.DEPARTMENT
    return Invitation(
        uid=f"{payload['uid']}@{secretariat['email'].rpartition('@')[2]}",
        sequence=payload["sequence"],
        stamp=datetime.fromisoformat(payload["stamp"]).replace(microsecond=0).astimezone(tz=None),
        starts_at=datetime.fromisoformat(payload["starts_at"]).astimezone(PARIS),
        ends_at=datetime.fromisoformat(payload["ends_at"]).astimezone(PARIS),
        summary=f"Groupe tutorial {payload['group']}",
        location=", ".join(filter(None, (payload["room"], payload["site"]))),
        description=_programme(payload),
        organizer=Mailbox(secretariat["secretariat"], secretariat["email"]),
        attendee=Mailbox(payload["name"], payload["address"]),
    )


def _programme(payload: Facts) -> str:
    """What the session is about; no link to answer, for calendars are shared."""
    first = f"{ordinal_word(payload['number']).capitalize()} séance"
    if payload["tutor"]:
        first += f", {payload['tutor']}"
    return "\n".join([first, *(f"– {item}" for item in payload["items"])])


def _tidy(text: str) -> str:
    """One blank line between paragraphs, none at the ends."""
    return re.sub(r"[ \t]*\n(?:[ \t]*\n)+", "\n\n", text).strip("\n") + "\n"
