"""One semester to place: the data of `tutorat-sched/1`, as plain immutable dataclasses.

Times are slots of `Grid.slot_minutes`, slot 0 starting at `Grid.day_start`; an interval is half-open.
Weights are cost points; the engine only adds and compares them.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

FORMAT = "tutorat-sched/1"
ROUND_TABLE = "round_table"
ROOM_KINDS = (ROUND_TABLE, "classroom", "amphitheatre", "laboratory")


@dataclass(frozen=True, slots=True)
class Interval:
    """Slots `start` to `end` (excluded) of the day of that id."""

    day: int
    start: int
    end: int

    def meets(self, day: int, start: int, end: int) -> bool:
        return self.day == day and self.start < end and start < self.end

    def to_json(self) -> dict[str, int]:
        return {"day": self.day, "from": self.start, "to": self.end}


@dataclass(frozen=True, slots=True)
class Grid:
    day_start: str = "08:30"
    slot_minutes: int = 30
    slots_per_day: int = 20

    def clock(self, slot: int) -> str:
        """The time at which a slot begins, as French prints it: « 10 h 30 »."""
        begins = datetime.strptime(self.day_start, "%H:%M") + timedelta(minutes=slot * self.slot_minutes)
        return f"{begins.hour}\u00a0h" + (f"\u00a0{begins.minute:02d}" if begins.minute else "")


@dataclass(frozen=True, slots=True)
class Day:
    id: int
    date: date


@dataclass(frozen=True, slots=True)
class Department:
    id: str
    preferred_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    kind: str
    capacity: int
    group_work: bool = True
    closures: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Tutor:
    """`preferred_days`, when given, stand for those of the department in the groups of this tutor."""

    id: str
    driving_minutes: int = 0
    max_per_day: int = 3
    unavailable: tuple[Interval, ...] = ()
    preferred_days: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Cohort:
    id: str
    name: str
    department: str
    seminars: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Intern:
    id: str
    unavailable: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    cohort: str
    tutor: str
    co_tutor: str | None
    duration: int
    interns: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """Seats needed: the interns, the tutor and the co-tutor."""
        return len(self.interns) + 1 + (self.co_tutor is not None)

    @property
    def teachers(self) -> tuple[str, ...]:
        return (self.tutor,) if self.co_tutor is None else (self.tutor, self.co_tutor)


@dataclass(frozen=True, slots=True)
class Params:
    distant_minutes: int = 60
    distant_earliest_start: int = 4
    distant_latest_end: int = 18
    lunch_from: int = 7
    lunch_to: int = 10
    window_days: int = 14
    waste_unit: int = 4


@dataclass(frozen=True, slots=True)
class Weights:
    extra_day_base: float = 20
    extra_day_per_10min_driving: float = 2
    gap_base: float = 3
    gap_per_30min_driving: float = 1
    distant_hours: float = 4
    lunch: float = 3
    preferred_day: float = 6
    room_type: float = 2
    room_waste: float = 1
    intern_conflict: float = 5
    spread: float = 8

    def extra_day(self, tutor: Tutor) -> float:
        return self.extra_day_base + self.extra_day_per_10min_driving * (tutor.driving_minutes // 10)

    def gap(self, tutor: Tutor) -> float:
        return self.gap_base + self.gap_per_30min_driving * (tutor.driving_minutes // 30)

    def __iter__(self) -> Iterator[float]:
        return (getattr(self, weight.name) for weight in fields(self))


@dataclass(frozen=True, slots=True)
class Instance:
    name: str
    grid: Grid
    days: tuple[Day, ...]
    departments: tuple[Department, ...]
    rooms: tuple[Room, ...]
    tutors: tuple[Tutor, ...]
    cohorts: tuple[Cohort, ...]
    interns: tuple[Intern, ...]
    groups: tuple[Group, ...]
    params: Params = field(default_factory=Params)
    weights: Weights = field(default_factory=Weights)

    def preferred_days(self) -> dict[str, frozenset[int]]:
        """The days on which each group, by its id, pays nothing for the day."""
        departments = {department.id: department.preferred_days for department in self.departments}
        cohorts = {cohort.id: departments[cohort.department] for cohort in self.cohorts}
        tutors = {tutor.id: tutor.preferred_days for tutor in self.tutors}
        return {
            group.id: frozenset(cohorts[group.cohort] if (own := tutors[group.tutor]) is None else own)
            for group in self.groups
        }

    def to_json(self) -> dict[str, Any]:
        """The instance in `tutorat-sched/1`, as `read_instance` reads it."""
        return {
            "format": FORMAT,
            "name": self.name,
            "grid": asdict(self.grid),
            "days": [{"id": day.id, "date": day.date.isoformat()} for day in self.days],
            "departments": [
                {"id": department.id, "preferred_days": list(department.preferred_days)}
                for department in self.departments
            ],
            "rooms": [
                {
                    "id": room.id,
                    "kind": room.kind,
                    "capacity": room.capacity,
                    "group_work": room.group_work,
                    "closures": _intervals(room.closures),
                }
                for room in self.rooms
            ],
            "tutors": [
                {
                    "id": tutor.id,
                    "driving_minutes": tutor.driving_minutes,
                    "max_per_day": tutor.max_per_day,
                    "unavailable": _intervals(tutor.unavailable),
                }
                | ({} if tutor.preferred_days is None else {"preferred_days": list(tutor.preferred_days)})
                for tutor in self.tutors
            ],
            "cohorts": [
                {
                    "id": cohort.id,
                    "name": cohort.name,
                    "department": cohort.department,
                    "seminars": _intervals(cohort.seminars),
                }
                for cohort in self.cohorts
            ],
            "interns": [
                {"id": intern.id, "unavailable": _intervals(intern.unavailable)} for intern in self.interns
            ],
            "groups": [asdict(group) | {"interns": list(group.interns)} for group in self.groups],
            "params": asdict(self.params),
            "weights": asdict(self.weights),
        }


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """Where one group meets: ids of the group, day and room, and the slot at which it starts."""

    group: str
    day: int
    start: int
    room: str


@dataclass(frozen=True, slots=True)
class Solution:
    sessions: tuple[PlannedSession, ...] = ()

    def of(self, group: str) -> PlannedSession | None:
        return next((session for session in self.sessions if session.group == group), None)

    def to_json(self) -> list[dict[str, Any]]:
        return [asdict(session) for session in self.sessions]


def _intervals(intervals: tuple[Interval, ...]) -> list[dict[str, int]]:
    return [interval.to_json() for interval in intervals]
