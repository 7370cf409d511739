"""Where everybody called stands: told or not, answered or not."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from design.french import as_date
from meetings.convening import drafts
from meetings.convening.drafts import step_of, thread_of
from meetings.models import Convocation, TutorialSession
from outbox.models import Message

Answer, State = Convocation.Answer, Message.State


class Status(StrEnum):
    """Where a convocation stands; the interface says it in the words of `design.states`."""

    CONFIRMED = "confirmed"
    NO_ANSWER = "no_answer"
    EXCUSED = "excused"
    FAILED = "failed"
    SCHEDULED = "scheduled"


@dataclass
class Step:
    """One moment of the campaign: its day, and how many messages are in each state."""

    code: str
    days: int
    day: date
    counts: dict[str, int] = field(default_factory=dict)
    is_last: bool = False

    @property
    def sent(self) -> int:
        return self.counts.get(State.SENT, 0)

    @property
    def failed(self) -> int:
        return self.counts.get(State.FAILED, 0) + self.counts.get(State.UNCERTAIN, 0)

    @property
    def waiting(self) -> int:
        return self.counts.get(State.SCHEDULED, 0) + self.counts.get(State.SENDING, 0)


def with_status(convocations: QuerySet[Convocation]) -> QuerySet[Any]:
    """Annotate `status`: an answer, else what became of the last message which was to have left."""
    last = (
        Message.objects.filter(
            thread=Concat(
                Value("session:"), Cast(OuterRef("session_id"), CharField()), output_field=CharField()
            ),
            recipient=OuterRef("person_id"),
        )
        .exclude(state__in=(State.SCHEDULED, State.CANCELLED))
        .order_by("-due_at", "-pk")
        .values("state")[:1]
    )
    return convocations.annotate(last_state=Subquery(last)).annotate(
        status=Case(
            When(answer=Answer.PRESENT, then=Value(Status.CONFIRMED)),
            When(answer=Answer.PREVENTED, then=Value(Status.EXCUSED)),
            When(last_state__in=(State.FAILED, State.UNCERTAIN), then=Value(Status.FAILED)),
            When(last_state=None, then=Value(Status.SCHEDULED)),
            When(part=Convocation.Part.INTERN, then=Value(Status.NO_ANSWER)),
            default=Value(Status.CONFIRMED),
            output_field=CharField(),
        )
    )


def count_by_status(convocations: QuerySet[Convocation]) -> dict[tuple[str, str], int]:
    """How many convocations stand where, by (status, part); one query."""
    grouped = with_status(convocations).order_by("status", "part").values_list("status", "part")
    return {(status, part): count for status, part, count in grouped.annotate(count=Count("pk"))}


def messages_about(convocations: Collection[Convocation]) -> list[tuple[Convocation, list[Message]]]:
    """Each convocation with its messages not cancelled, as they leave, without their texts. One query."""
    found: dict[tuple[str, int | None], list[Message]] = defaultdict(list)
    messages = Message.objects.filter(
        thread__in={thread_of(one.session_id) for one in convocations},
        recipient__in={one.person_id for one in convocations},
    ).exclude(state=State.CANCELLED)
    for message in messages.defer("payload", "text", "html", "attachments").order_by("due_at", "pk"):
        found[message.thread, message.recipient_id].append(message)
    return [(one, found[thread_of(one.session_id), one.person_id]) for one in convocations]


def steps(sessions: Collection[TutorialSession]) -> list[Step]:
    """The convocation, then each reminder of these sessions of one day (policy loaded). One query."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for code, state, count in (
        Message.objects.filter(thread__in=[thread_of(session.pk) for session in sessions])
        .order_by("step", "state")
        .values_list("step", "state")
        .annotate(count=Count("pk"))
    ):
        counts[code][state] = count
    published = [session.published_at for session in sessions if session.published_at]
    if not published:
        return []
    day = as_date(min(session.starts_at for session in sessions))
    days = sorted({days for session in sessions for days in drafts.reminder_days(session)}, reverse=True)
    first = Step(drafts.CONVOCATION, 0, as_date(min(published)), _together(counts, drafts.INVITING))
    reminders = [
        Step(step_of(n), n, day - timedelta(days=n), counts[step_of(n)], n == days[-1]) for n in days
    ]
    return [first, *reminders]


def _together(counts: dict[str, dict[str, int]], codes: Iterable[str]) -> dict[str, int]:
    total: dict[str, int] = defaultdict(int)
    for code in codes:
        for state, count in counts[code].items():
            total[state] += count
    return dict(total)
