"""The contact ledger: every exchange in two taps (A-081, A-083)."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from evaluations.models import Contact, DiscussedTheme
from groups.models import Intern
from meetings.models import Attendance, Interview, TutorialSession

UNDO_FOR = timedelta(hours=24)
LOGGED_BY_HAND = tuple(channel for channel in Contact.Channel if channel != Contact.Channel.SESSION)


def log_contact(
    *,
    intern: Intern,
    channel: str,
    actor: Person,
    occurred_at: datetime | None = None,
    initiative: str = Contact.Initiative.TUTOR,
    themes: Collection[str] = (),
    minutes: int | None = None,
    summary: str = "",
) -> Contact:
    """Log one exchange outside a session; only the channel is needed, the rest has defaults (now, tutor).

    Raises ValidationError for an unknown channel, for « Séance », which closing a session logs by itself,
    and for a date to come.
    """
    contact = Contact(
        intern=intern,
        logged_by=actor,
        channel=channel,
        occurred_at=occurred_at or timezone.now(),
        initiative=initiative,
        themes=sorted(themes),
        minutes=minutes,
        summary=summary.strip(),
    )
    _check(contact)
    contact.save()
    return contact


def complete_contact(
    *,
    contact: Contact,
    actor: Person,
    channel: str,
    occurred_at: datetime,
    initiative: str,
    themes: Collection[str],
    minutes: int | None,
    summary: str,
) -> Contact:
    """Complete or correct a contact; that of a session keeps its channel and its date."""
    if contact.session_id is None:
        contact.channel = channel
        contact.occurred_at = occurred_at
        _check(contact)
    contact.initiative = initiative
    contact.themes = sorted(themes)
    contact.minutes = minutes
    contact.summary = summary.strip()
    contact.save()
    return contact


def _check(contact: Contact) -> None:
    if contact.channel not in LOGGED_BY_HAND:
        raise ValidationError(
            {"channel": "Choisissez une origine : courriel, téléphone, visioconférence, entretien ou autre."}
        )
    if contact.occurred_at > timezone.now() + timedelta(minutes=5):
        raise ValidationError(
            {"occurred_at": "Ce moment n’est pas encore venu. Un contact se note après coup."}
        )


def withdraw_contact(*, contact: Contact, actor: Person) -> bool:
    """Take back a contact one has just logged.

    Return False when it is another's, that of a session, a day old or already evidence for a level.
    """
    deleted, _ = Contact.objects.filter(
        pk=contact.pk,
        logged_by=actor,
        session=None,
        evidence=None,
        logged_at__gte=timezone.now() - UNDO_FOR,
    ).delete()
    return bool(deleted)


def log_interview_contact(*, interview: Interview, held_at: datetime, actor: Person) -> Contact:
    """The contact of an interview that was held, at whose initiative it was (A-122); never its reason.

    Asked once, by `interview_held`; whoever held it can add what was said.
    """
    return Contact.objects.create(
        intern=interview.intern,
        logged_by=actor,
        occurred_at=held_at,
        channel=Contact.Channel.INTERVIEW,
        initiative=interview.initiative,
        interview=interview,
    )


@transaction.atomic
def log_session_contacts(*, session: TutorialSession, actor: Person) -> int:
    """One contact per intern who came, with the themes and the minutes spoken; a second call adds none.

    Return how many contacts the session has.
    """
    there = list(
        Attendance.objects.filter(
            session=session, status__in=(Attendance.Status.PRESENT, Attendance.Status.LATE)
        ).order_by("pk")
    )
    themes = _themes_by_intern(session, (attendance.intern_id for attendance in there))
    Contact.objects.bulk_create(
        [
            Contact(
                intern_id=attendance.intern_id,
                logged_by=actor,
                occurred_at=session.starts_at,
                channel=Contact.Channel.SESSION,
                initiative=Contact.Initiative.TUTOR,
                themes=themes.get(attendance.intern_id, []),
                minutes=round(attendance.seconds_spoken / 60),
                session=session,
            )
            for attendance in there
        ],
        ignore_conflicts=True,
    )
    return Contact.objects.filter(session=session).count()


def _themes_by_intern(session: TutorialSession, intern_ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = DiscussedTheme.objects.filter(session=session, intern__in=list(intern_ids)).order_by("pk")
    for intern_id, theme in rows.values_list("intern_id", "theme"):
        found.setdefault(intern_id, []).append(theme)
    return found
