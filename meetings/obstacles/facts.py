"""The words of the computation: what is proposed and known, what the policy says, what stands in the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from meetings.obstacles.slots import slots_between


class Severity(StrEnum):
    IGNORE = "ignore"
    WARN = "warn"
    REFUSE = "refuse"


class Kind(StrEnum):
    ROOM_TAKEN = "room_taken"
    TUTOR_TAKEN = "tutor_taken"
    GROUP_TAKEN = "group_taken"
    SECOND_SESSION = "second_session"
    OUTSIDE_SEMESTER = "outside_semester"
    HOLIDAY = "holiday"
    RECESS = "recess"
    WEEKEND = "weekend"
    PAST = "past"
    SEMINAR = "seminar"
    ROOM_CLOSED = "room_closed"
    ROOM_SMALL = "room_small"
    ROOM_UNSUITED = "room_unsuited"
    ELSEWHERE = "elsewhere"
    TUTOR_UNAVAILABLE = "tutor_unavailable"
    TOO_SHORT = "too_short"
    TIGHT = "tight"
    NO_LUNCH = "no_lunch"
    FULL_DAY = "full_day"


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way: a French sentence that names it, and a stable reference to it.

    `sentence` is said beside a session, whose day is known; `dated` also says the day, when a thing has one.
    """

    kind: Kind
    severity: Severity
    sentence: str
    what: str  # `session:12`, `seminar:3`, `room:4`, `tutor:7`, `2027-05-06`…
    dated: str = ""

    @property
    def key(self) -> str:
        """What accepting this warning accepts: the kind and the thing, so that a new one shows."""
        return f"{self.kind}/{self.what}"

    @property
    def in_full(self) -> str:
        """What is said of it where no session stands beside."""
        return self.dated or self.sentence

    @property
    def refuses(self) -> bool:
        return self.severity is Severity.REFUSE


@dataclass(frozen=True)
class Tutor:
    """`most_a_day` is how many sessions a day are asked of the tutor at most; None when nobody said."""

    id: int
    name: str
    most_a_day: int | None = None


@dataclass(frozen=True)
class Group:
    id: int
    code: str
    cohort_id: int
    cohort: str  # `Promotion 2025`
    members: int
    tutors: tuple[Tutor, ...] = ()

    @property
    def people(self) -> int:
        """Seats needed: interns, tutor and co-tutor."""
        return self.members + len(self.tutors)


@dataclass(frozen=True)
class Room:
    id: int
    code: str
    capacity: int
    suits_groups: bool


@dataclass(frozen=True)
class Proposal:
    """A session of `group` as somebody would like it; times are aware."""

    group: Group
    starts_at: datetime
    ends_at: datetime
    room: Room | None = None
    elsewhere: bool = False

    @cached_property
    def slots(self) -> range:
        return slots_between(self.starts_at, self.ends_at)


@dataclass(frozen=True)
class Taken:
    """A session that already holds its room, its tutors and its group."""

    id: int
    group_id: int
    group_code: str
    starts_at: datetime
    ends_at: datetime
    room_id: int | None
    tutor_ids: frozenset[int]

    @cached_property
    def slots(self) -> range:
        return slots_between(self.starts_at, self.ends_at)


@dataclass(frozen=True)
class Period:
    """A seminar of a cohort, a closure of a room, an absence of a tutor: `owner` is whose it is."""

    id: int
    owner: int
    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Facts:
    """Everything known that touches the day of the proposal."""

    semester: str
    first_day: date
    last_day: date
    now: datetime
    sessions: tuple[Taken, ...] = ()
    same_semester: Taken | None = None  # the other session of the group in that semester
    seminars: tuple[Period, ...] = ()
    closures: tuple[Period, ...] = ()
    absences: tuple[Period, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    recesses: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rules:
    """The part of the cohort's policy that matters here."""

    speaking_minutes: int = 20
    on_seminar: Severity = Severity.WARN
    on_room_unsuited: Severity = Severity.WARN
    on_room_small: Severity = Severity.REFUSE
    on_room_closed: Severity = Severity.REFUSE
    on_holiday: Severity = Severity.REFUSE
    on_tutor_unavailable: Severity = Severity.WARN
    on_short_session: Severity = Severity.WARN
