"""The way between the planner's words and ours: `g12` is the group 12, `r3` the room 3, slots are moments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from design.french import PARIS
from meetings.planner import Grid, Instance, PlannedSession, Solution
from meetings.plans.positions import Position


@dataclass(frozen=True)
class Ids:
    """What an instance was made from. `names` says how to print its ids, `minutes` how long each group meets.

    `aside` holds the groups that the planner leaves where they are: held, elsewhere than in a room, off its
    grid, or on a frozen day; `untutored` those that it cannot place for want of a tutor.
    """

    instance: Instance
    names: Mapping[str, str]
    minutes: Mapping[int, int]
    aside: frozenset[int]
    untutored: frozenset[int]

    @cached_property
    def _day_ids(self) -> dict[date, int]:
        return {day.date: day.id for day in self.instance.days}

    @cached_property
    def _dates(self) -> dict[int, date]:
        return {day.id: day.date for day in self.instance.days}

    def session(self, group: int, position: Position) -> PlannedSession | None:
        """A position as the planner says it; None when it cannot: elsewhere, off the grid, on another day."""
        start = slot_of(self.instance.grid, position.starts_at)
        day = self._day_ids.get(position.day)
        if start is None or day is None or position.room_id is None:
            return None
        return PlannedSession(group_id(group), day, start, room_id(position.room_id))

    def position(self, session: PlannedSession) -> Position:
        """Where a session of the planner is, in time of Paris."""
        starts_at = moment_of(self.instance.grid, self._dates[session.day], session.start)
        length = timedelta(minutes=self.minutes[number_in(session.group)])
        return Position(starts_at, starts_at + length, number_in(session.room))

    def solution(self, positions: Mapping[int, Position]) -> Solution:
        """The positions of the groups that the planner plans; those it cannot express are left out."""
        planned = {number_in(group.id) for group in self.instance.groups}
        sessions = (
            self.session(group, position) for group, position in positions.items() if group in planned
        )
        return Solution(tuple(session for session in sessions if session))

    def positions(self, solution: Solution) -> dict[int, Position]:
        return {number_in(session.group): self.position(session) for session in solution.sessions}


def group_id(pk: int) -> str:
    return f"g{pk}"


def room_id(pk: int) -> str:
    return f"r{pk}"


def tutor_id(pk: int) -> str:
    return f"t{pk}"


def cohort_id(pk: int) -> str:
    return f"c{pk}"


def department_id(cohort: int) -> str:
    """Each cohort has its own days set aside: to the planner it is a department of its own."""
    return f"d{cohort}"


def intern_id(pk: int) -> str:
    return f"i{pk}"


def number_in(id_: str) -> int:
    """The primary key in an id of the planner."""
    return int(id_[1:])


def slot_of(grid: Grid, moment: datetime) -> int | None:
    """The slot that begins at that moment; None between two slots or outside of the day."""
    at = moment.astimezone(PARIS)
    opening = datetime.combine(at.date(), time.fromisoformat(grid.day_start), PARIS)
    slot, rest = divmod((at - opening).total_seconds() // 60, grid.slot_minutes)
    return int(slot) if rest == 0 and 0 <= slot < grid.slots_per_day else None


def moment_of(grid: Grid, day: date, slot: int) -> datetime:
    opening = datetime.combine(day, time.fromisoformat(grid.day_start), PARIS)
    return opening + timedelta(minutes=slot * grid.slot_minutes)
