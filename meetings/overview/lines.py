"""What a semester is made of, in flat rows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from design.french import as_date
from groups.models import Cohort
from meetings.models import Seminar, TutorialSession, TutorsMeeting


class GroupLine(NamedTuple):
    """A group of the semester as one row: its size, its tutor, its session if it has one."""

    id: int
    code: str
    cohort_id: int
    size: int
    smallest: int
    tutor_id: int | None
    tutor: str
    driving_minutes: int


class SessionLine(NamedTuple):
    id: int
    group: GroupLine
    state: str
    starts_at: datetime
    ends_at: datetime
    room_id: int | None
    room: str
    room_confirmed: bool
    tutor_absent: bool
    room_closed: bool

    @property
    def day(self) -> date:
        return as_date(self.starts_at)


class Lane(NamedTuple):
    """A cohort's way through the semester as its row says it, each step with its share in per cent."""

    year: int
    rank: int
    interns: int
    groups: int
    placed: int
    to_place: int
    convened: int
    to_convene: int
    held: int
    to_hold: int
    shares: tuple[int, int, int, int, int]


@dataclass
class CohortLine:
    """One cohort's way through the semester."""

    cohort: Cohort
    rank: int
    interns: int
    convened: int
    groups: list[GroupLine] = field(default_factory=list)
    sessions: list[SessionLine] = field(default_factory=list)

    @cached_property
    def grouped(self) -> int:
        return sum(group.size for group in self.groups)

    @property
    def placed(self) -> int:
        return len(self.sessions)

    @property
    def to_place(self) -> int:
        return len(self.groups) - len(self.sessions)

    @property
    def to_convene(self) -> int:
        return max(0, self.grouped - self.convened)

    @cached_property
    def held(self) -> int:
        return sum(session.state == TutorialSession.State.CLOSED for session in self.sessions)

    @property
    def to_hold(self) -> int:
        return len(self.groups) - self.held

    @property
    def shares(self) -> tuple[int, int, int, int, int]:
        """How much of each step is done, in per cent: 100 only when nothing is left."""
        return (
            100 if self.interns else 0,
            _percent(self.grouped, self.interns),
            _percent(self.placed, len(self.groups)),
            _percent(self.convened, self.grouped),
            _percent(self.held, len(self.groups)),
        )

    @property
    def lane(self) -> Lane:
        return Lane(
            self.cohort.year,
            self.rank,
            self.interns,
            len(self.groups),
            self.placed,
            self.to_place,
            self.convened,
            self.to_convene,
            self.held,
            self.to_hold,
            self.shares,
        )


@dataclass(frozen=True)
class Clash:
    """A seminar and the sessions of its cohort that fall on it (A-135)."""

    seminar: Seminar
    sessions: list[SessionLine]

    @property
    def interns(self) -> int:
        return sum(session.group.size for session in self.sessions)


@dataclass(frozen=True)
class Day:
    """A day with sessions."""

    day: date
    sessions: list[SessionLine]

    @property
    def rooms(self) -> int:
        return len({session.room_id for session in self.sessions if session.room_id})

    @property
    def tutors(self) -> int:
        return len({session.group.tutor_id for session in self.sessions if session.group.tutor_id})


@dataclass(frozen=True)
class UnconfirmedRoom:
    """A room that was asked for and not yet granted, with the sessions that depend on it (A-140)."""

    room: str
    sessions: list[SessionLine]


class Occasion(NamedTuple):
    """Something that happens on a day; `kind` says whether it is sessions, a meeting or a seminar."""

    day: date
    kind: str
    sessions: int = 0
    rooms: int = 0
    tutors: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    title: str = ""
    year: int = 0

    @classmethod
    def of_day(cls, day: Day) -> "Occasion":
        return cls(day.day, "day", len(day.sessions), day.rooms, day.tutors)

    @classmethod
    def of_meeting(cls, one: TutorsMeeting) -> "Occasion":
        return cls(
            as_date(one.starts_at), "meeting", starts_at=one.starts_at, ends_at=one.ends_at, place=one.place
        )

    @classmethod
    def of_seminar(cls, one: Seminar) -> "Occasion":
        return cls(
            as_date(one.starts_at),
            "seminar",
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            title=one.title,
            year=one.cohort.year,
        )


def _percent(done: int, total: int) -> int:
    return min(100, 100 * done // total) if total else 0
