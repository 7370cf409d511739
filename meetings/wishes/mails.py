"""The mails that ask tutors for their wishes: a date, a link, nothing about anybody."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from design.french import NBSP, PARIS, long_date, uncapitalized
from groups.models import Tutor
from meetings.models import TutorWishes, WishCall
from outbox.actions import Draft
from outbox.composition import Mail, composes, still_concerns
from outbox.letters import html_version
from outbox.models import Message

ASKED, REMINDER = "wishes-asked", "wishes-reminder"
REMINDER_HOUR = time(8, tzinfo=PARIS)


def thread_of(semester_id: int) -> str:
    """What gathers the messages about the wishes of a semester."""
    return f"wishes:{semester_id}"


def reminder_due(call: WishCall) -> datetime:
    """8 o’clock in Paris, as many days before the deadline as the call says."""
    return datetime.combine(call.deadline - timedelta(days=call.remind_days), REMINDER_HOUR)


def asked_already(call: WishCall) -> set[int]:
    """The people who were written to about the date the call has now."""
    messages = Message.objects.filter(thread=thread_of(call.semester_id), kind=ASKED)
    told = messages.filter(payload__sequence=call.sequence, recipient__isnull=False)
    return set(told.order_by("pk").values_list("recipient", flat=True))


def drafts_for(call: WishCall, tutors: Iterable[Tutor], *, now: datetime) -> list[Draft]:
    """A request and its reminder for each tutor; no reminder when its day is past."""
    due = reminder_due(call)
    drafts = []
    for tutor in tutors:
        drafts.append(_draft(ASKED, call, tutor, None))
        if due > now:
            drafts.append(_draft(REMINDER, call, tutor, due))
    return drafts


def _draft(kind: str, call: WishCall, tutor: Tutor, due: datetime | None) -> Draft:
    thread = thread_of(call.semester_id)
    path = reverse("meetings:wishes-edit", args=[call.semester_id, tutor.pk])
    return Draft(
        key=f"{thread}:person:{tutor.person_id}:v{call.sequence}:{kind}",
        kind=kind,
        recipient=tutor.person,
        payload={
            "semester": call.semester_id,
            "sequence": call.sequence,
            "semester_label": uncapitalized(call.semester.label),
            "tutor": tutor.pk,
            "hello": tutor.person.short_name,
            "deadline": call.deadline.isoformat(),
            "url": settings.PUBLIC_URL + path,
        },
        due_at=due,
        thread=thread,
        step=kind,
    )


@composes(ASKED, label="Demande de souhaits")
def compose_request(payload: dict[str, Any]) -> Mail:
    return _letter(
        f"Vos souhaits pour le {payload['semester_label']}",
        f"Le secrétariat va placer les séances du {payload['semester_label']}. "
        "Dites-lui quand vous ne pouvez pas venir, et les jours qui vous vont le mieux.",
        payload,
    )


@composes(REMINDER, label="Relance des souhaits")
def compose_reminder(payload: dict[str, Any]) -> Mail:
    return _letter(
        f"Rappel{NBSP}: vos souhaits pour le {payload['semester_label']}",
        f"Vos souhaits pour le {payload['semester_label']} ne sont pas encore arrivés. "
        "Sans réponse, vos séances seront placées d’après ce qui est déjà connu.",
        payload,
    )


def _letter(subject: str, why: str, payload: dict[str, Any]) -> Mail:
    department = settings.DEPARTMENT
    text = (
        f"Bonjour {payload['hello']},\n\n{why}\n\n"
        f"  Réponse attendue jusqu’au {long_date(date.fromisoformat(payload['deadline']))}\n\n"
        f"Dire mes souhaits{NBSP}: {payload['url']}\n\n"
        "Cela prend deux minutes, sur un ordinateur ou un téléphone.\n\n"
        f"{department['secretariat']}\n"
    )
    return Mail(
        subject=subject,
        text=text,
        html=html_version(text, title=subject, signature=department["secretariat"]),
        reply_to=(department["email"],),
    )


@still_concerns(ASKED)
@still_concerns(REMINDER)
def still_unanswered(messages: Collection[Message]) -> set[int]:
    """Those about the date the call has now, to tutors who have not answered."""
    semesters = {message.payload["semester"] for message in messages}
    sequences = dict(WishCall.objects.filter(semester__in=semesters).values_list("semester", "sequence"))
    answered = set(
        TutorWishes.objects.filter(
            semester__in=semesters, tutor__in={message.payload["tutor"] for message in messages}
        ).values_list("semester", "tutor")
    )
    return {
        message.pk
        for message in messages
        if (message.payload["semester"], message.payload["tutor"]) not in answered
        and sequences.get(message.payload["semester"]) == message.payload["sequence"]
    }
