"""One convocation as its row says it: plain values, so that equal rows are drawn once."""

from datetime import datetime
from typing import NamedTuple

from design.faces import Face, face_of
from meetings.convening.progress import Convened, Status
from meetings.models import Convocation
from outbox.models import Message


class Outcome(NamedTuple):
    """What became of a convocation. The message told of is the last that left or should have."""

    status: Status
    part: str
    answer: str
    reason: str
    answered_at: datetime | None
    kind: str
    error: str
    due_at: datetime | None
    sent_at: datetime | None


class Line(NamedTuple):
    """A row of the list. `room` is empty while none is known."""

    pk: int
    url: str
    face: Face
    part: str
    gender: str
    year: int
    code: str
    starts_at: datetime
    room: str
    outcome: Outcome


def outcome_of(convocation: Convocation, status: Status, last: Message | None) -> Outcome:
    return Outcome(
        status,
        convocation.part,
        convocation.answer,
        convocation.reason,
        convocation.answered_at,
        last.kind if last else "",
        last.error if last else "",
        last.due_at if last else None,
        last.sent_at if last else None,
    )


def line_of(convocation: Convocation, session: Convened, outcome: Outcome, url: str) -> Line:
    return Line(
        convocation.pk,
        url,
        face_of(convocation.person),
        convocation.part,
        convocation.person.gender,
        session.year,
        session.code,
        session.starts_at,
        session.place or session.room or "",
        outcome,
    )
