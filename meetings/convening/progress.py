"""Where everybody called stands: told or not, answered or not."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, QuerySet

from database.prepared import Slot, prepared
from design.french import NBHYPHEN, as_date
from meetings.convening import drafts
from meetings.convening.drafts import step_of, thread_of
from meetings.models import Convocation, Semester, TutorialSession
from outbox.models import Message

Answer, State = Convocation.Answer, Message.State
PATIENCE = timedelta(days=3)
"""How long a convocation may stay without answer before the secretariat is led to write again."""
STILL = (State.SCHEDULED, State.CANCELLED)
"""A message in these states has not left and was not to."""


class Status(StrEnum):
    """Where a convocation stands; the interface says it in the words of `design.states`."""

    CONFIRMED = "confirmed"
    NO_ANSWER = "no_answer"
    EXCUSED = "excused"
    FAILED = "failed"
    SCHEDULED = "scheduled"


class Convened(NamedTuple):
    """A session as the follow-up needs it."""

    pk: int
    starts_at: datetime
    state: str
    published_at: datetime | None
    year: int
    number: int
    room: str | None
    place: str
    reminder_days: list[int]

    @property
    def code(self) -> str:
        """Of its group: `26-04`, with a no-break hyphen."""
        return f"{self.year % 100:02d}{NBHYPHEN}{self.number:02d}"


@prepared
def _convened(*, semester: Slot, first: Slot, last: Slot) -> QuerySet[TutorialSession, tuple]:
    return (
        TutorialSession.objects.filter(semester=semester, starts_at__gte=first, starts_at__lte=last)
        .exclude(state=TutorialSession.State.CANCELLED)
        .order_by("starts_at", "group__cohort__year", "group__number", "pk")
        .values_list(
            "pk",
            "starts_at",
            "state",
            "published_at",
            "group__cohort__year",
            "group__number",
            "room__code",
            "place",
            "group__cohort__policy__reminder_days",
        )
    )


def convened_between(semester: Semester, first: datetime, last: datetime) -> list[Convened]:
    """The sessions of a semester that begin from `first` to `last`, by time, cohort and group. One query."""
    return [Convened._make(row) for row in _convened(semester=semester.pk, first=first, last=last)]


class Step(NamedTuple):
    """One moment of the campaign: its day, and what became of its messages."""

    code: str
    days: int
    day: date
    sent: int
    failed: int
    waiting: int
    is_last: bool = False


@prepared
def _counts(*, threads: Slot) -> QuerySet[Message, tuple]:
    messages = Message.objects.filter(thread__among=threads).order_by()
    return messages.values_list("step", "state").annotate(count=Count("pk"))


@prepared
def _due(*, threads: Slot) -> QuerySet[Message, tuple]:
    messages = Message.objects.filter(thread__among=threads).exclude(state__in=STILL)
    return messages.order_by("due_at", "pk").values_list("thread", "recipient_id", "state")


class Journeys:
    """What became of every message about some sessions. A query for each of its two faces, when asked."""

    def __init__(self, sessions: Iterable[int]) -> None:
        self._threads = [thread_of(pk) for pk in sessions]

    @cached_property
    def counts(self) -> dict[str, Counter[str]]:
        """For each step, how many messages are in each state."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for step, state, count in _counts(threads=self._threads):
            found[step][state] = count
        return found

    @cached_property
    def _last(self) -> dict[tuple[str, int], str]:
        return {(thread, person): state for thread, person, state in _due(threads=self._threads)}

    def last(self, session_id: int, person_id: int) -> str | None:
        """The state of the last message to this person which was to have left."""
        return self._last.get((thread_of(session_id), person_id))


def status_of(part: str, answer: str, last: str | None) -> Status:
    """An answer, else what became of the last message which was to have left."""
    if answer:
        return Status.CONFIRMED if answer == Answer.PRESENT else Status.EXCUSED
    if last is None:
        return Status.SCHEDULED
    if last in (State.FAILED, State.UNCERTAIN):
        return Status.FAILED
    return Status.NO_ANSWER if part == Convocation.Part.INTERN else Status.CONFIRMED


class Standing(NamedTuple):
    """Where one convocation stands."""

    pk: int
    session_id: int
    part: str
    status: Status


@prepared
def _answers(*, sessions: Slot) -> QuerySet[Convocation, tuple]:
    return (
        Convocation.objects.filter(session__pk__among=sessions, withdrawn_at=None)
        .order_by("-part", "pk")
        .values_list("pk", "session_id", "person_id", "part", "answer")
    )


def standings(sessions: Sequence[int], journeys: Journeys) -> list[Standing]:
    """Where everybody called to these sessions stands, in their order, tutors first. One query."""
    rank = {pk: position for position, pk in enumerate(sessions)}
    found = [
        Standing(pk, session_id, part, status_of(part, answer, journeys.last(session_id, person_id)))
        for pk, session_id, person_id, part, answer in _answers(sessions=sessions)
    ]
    return sorted(found, key=lambda one: rank[one.session_id])


@prepared
def _shown(*, pks: Slot) -> QuerySet[Convocation]:
    return Convocation.objects.filter(pk__among=pks).select_related("person")


def convocations_shown(pks: Sequence[int]) -> list[Convocation]:
    """These convocations in this order, with their person. One query."""
    found = {one.pk: one for one in _shown(pks=pks)}
    return [found[pk] for pk in pks]


@prepared
def _messages(*, threads: Slot, recipients: Slot) -> QuerySet[Message]:
    journey = ("thread", "recipient_id", "kind", "step", "state", "due_at", "sent_at", "error")
    return (
        Message.objects.filter(thread__among=threads, recipient__pk__among=recipients)
        .exclude(state=State.CANCELLED)
        .only(*journey)
        .order_by("due_at", "pk")
    )


def messages_about(convocations: Collection[Convocation]) -> list[tuple[Convocation, list[Message]]]:
    """Each convocation with its messages not cancelled, as they leave, without their texts. One query."""
    found: dict[tuple[str, int | None], list[Message]] = defaultdict(list)
    threads = {thread_of(one.session_id) for one in convocations}
    for message in _messages(threads=threads, recipients={one.person_id for one in convocations}):
        found[message.thread, message.recipient_id].append(message)
    return [(one, found[thread_of(one.session_id), one.person_id]) for one in convocations]


@prepared
def _message(*, pk: Slot) -> QuerySet[Message]:
    return Message.objects.filter(pk=pk)


def whole(message: Message) -> Message | None:
    """The same message with its texts."""
    return _message.first(pk=message.pk)


def steps(sessions: Collection[Convened], journeys: Journeys) -> list[Step]:
    """The convocation, then each reminder of these sessions of one day."""
    published = [session.published_at for session in sessions if session.published_at]
    if not published:
        return []
    day = as_date(min(session.starts_at for session in sessions))
    days = sorted(
        {days for session in sessions for days in drafts.days_asked(session.reminder_days)}, reverse=True
    )
    first = _step(drafts.CONVOCATION, 0, as_date(min(published)), _together(journeys.counts, drafts.INVITING))
    reminders = [
        _step(step_of(n), n, day - timedelta(days=n), journeys.counts[step_of(n)], n == days[-1])
        for n in days
    ]
    return [first, *reminders]


def _step(code: str, days: int, day: date, counts: Counter[str], is_last: bool = False) -> Step:
    failed = counts[State.FAILED] + counts[State.UNCERTAIN]
    waiting = counts[State.SCHEDULED] + counts[State.SENDING]
    return Step(code, days, day, counts[State.SENT], failed, waiting, is_last)


def nudging_is_due(campaign: Sequence[Step], today: date) -> bool:
    """People have had the time to answer: a reminder left, or some days passed since the convocation."""
    if not campaign:
        return False
    first, *reminders = campaign
    return today - first.day >= PATIENCE or any(step.sent for step in reminders)


def _together(counts: dict[str, Counter[str]], codes: Iterable[str]) -> Counter[str]:
    return sum((counts[code] for code in codes), Counter())
