"""Which message goes to whom, when, and under which key (D.1-14: a fact is told once).

Keys read `session:12:person:5:v3:reminder:D-7`; a person called again after having been withdrawn gets a turn
of their own in the key.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, time, timedelta

from django.db.models import QuerySet

from accounts.models import Person
from design.french import PARIS, as_date
from meetings.convening.facts import Facts
from meetings.models import Convocation, TutorialSession
from outbox.actions import Draft
from outbox.models import Message

CONVOCATION, MOVED, CANCELLED, WITHDRAWN, REMINDER, NUDGE = (
    "convocation",
    "moved",
    "session_cancelled",
    "withdrawn",
    "reminder",
    "nudge",
)
INVITING = (CONVOCATION, MOVED)
RELEASING = (CANCELLED, WITHDRAWN)
REMINDER_HOUR = time(8, tzinfo=PARIS)
DEFAULT_REMINDERS = (30, 7, 1)


def thread_of(session_id: int) -> str:
    """What gathers the messages of a session."""
    return f"session:{session_id}"


def session_of(thread: str) -> int:
    return int(thread.rpartition(":")[2])


def step_of(days: int) -> str:
    """The step of the reminder sent so many days before."""
    return f"D-{days}"


def reminder_days(session: TutorialSession) -> list[int]:
    """How many days before the session people are reminded, the farthest first (cohort and policy loaded)."""
    return days_asked(session.group.cohort.policy.reminder_days)


def days_asked(reminder_days: Iterable[int] | None) -> list[int]:
    """What a policy asks for, the farthest first; the usual ones when it says nothing."""
    return sorted({int(day) for day in reminder_days or DEFAULT_REMINDERS if int(day) > 0}, reverse=True)


def reminder_due(session: TutorialSession, days: int) -> datetime:
    """8 o’clock in Paris, that many days before the day of the session."""
    return datetime.combine(as_date(session.starts_at) - timedelta(days=days), REMINDER_HOUR)


def draft(
    kind: str, session: TutorialSession, person: Person, facts: Facts, *, turn: str = "", step: str = ""
) -> Draft:
    """A message to leave at once."""
    return Draft(
        key=":".join(filter(None, (_base(session, person), kind, turn))),
        kind=kind,
        recipient=person,
        payload=facts,
        thread=thread_of(session.pk),
        step=step or kind,
    )


def reminders(
    session: TutorialSession, person: Person, part: str, facts: Facts, *, now: datetime, turn: str = ""
) -> Iterator[Draft]:
    """The reminders still to come; tutors get the last one only."""
    days = reminder_days(session)
    for day in days:
        is_last = day == days[-1]
        due = reminder_due(session, day)
        if due <= now or (part != Convocation.Part.INTERN and not is_last):
            continue
        yield Draft(
            key=":".join(filter(None, (_base(session, person), REMINDER, step_of(day), turn))),
            kind=REMINDER,
            recipient=person,
            payload=facts | {"days": day, "last": is_last},
            due_at=due,
            thread=thread_of(session.pk),
            step=step_of(day),
        )


def told(threads: Collection[str], recipients: Collection[int] | None = None) -> dict[tuple[str, int], Facts]:
    """Who knows of these sessions, by (thread, person): the facts of the last invitation which left.

    Who was released since is not among them. What may have left counts as told.
    """
    messages = _left(threads)
    if recipients is not None:
        messages = messages.filter(recipient__in=recipients)
    return _last_word(messages.values_list("thread", "recipient", "kind", "payload"))


def who_knows(threads: Collection[str]) -> set[tuple[str, int]]:
    """The keys of `told`, without reading what the messages say."""
    rows = _left(threads).values_list("thread", "recipient", "kind")
    return set(_last_word((thread, person, kind, {}) for thread, person, kind in rows))


def _left(threads: Collection[str]) -> QuerySet[Message]:
    states = (Message.State.SENT, Message.State.SENDING, Message.State.UNCERTAIN)
    return Message.objects.filter(
        thread__in=threads, state__in=states, kind__in=INVITING + RELEASING
    ).order_by("pk")


def _last_word(rows: Iterable[tuple[str, int, str, Facts]]) -> dict[tuple[str, int], Facts]:
    known: dict[tuple[str, int], Facts] = {}
    for thread, person, kind, payload in rows:
        if kind in INVITING:
            known[thread, person] = payload
        else:
            known.pop((thread, person), None)
    return known


def _base(session: TutorialSession, person: Person) -> str:
    return f"{thread_of(session.pk)}:person:{person.pk}:v{session.sequence}"
