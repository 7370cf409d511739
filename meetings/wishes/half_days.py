"""Half-days, as they are painted and as they are stored. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from design.french import PARIS

MORNING, AFTERNOON = "matin", "apres-midi"
HALVES = (MORNING, AFTERNOON)
CUT = time(13)
"""Where the morning ends and the afternoon begins, in Paris."""
WORKED = {MORNING: (time(9), time(12)), AFTERNOON: (time(14), time(17))}
"""What has to be taken for the half-day to be lost."""

Period = tuple[datetime, datetime]


@dataclass(frozen=True, order=True, slots=True)
class HalfDay:
    day: date
    half: str

    @property
    def code(self) -> str:
        """`2026-12-10.matin`: the value of its box on the page."""
        return f"{self.day.isoformat()}.{self.half}"

    @property
    def period(self) -> Period:
        """From midnight to 13 h, or from 13 h to midnight."""
        cut = datetime.combine(self.day, CUT, PARIS)
        if self.half == MORNING:
            return datetime.combine(self.day, time(), PARIS), cut
        return cut, datetime.combine(self.day + timedelta(days=1), time(), PARIS)

    def is_lost_to(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether that period takes the worked hours of the half-day."""
        first, last = (datetime.combine(self.day, moment, PARIS) for moment in WORKED[self.half])
        return starts_at <= first and last <= ends_at


def halves_of(days: Iterable[date]) -> list[HalfDay]:
    return [HalfDay(day, half) for day in days for half in HALVES]


def periods_of(half_days: Iterable[HalfDay]) -> list[Period]:
    """What to store for them, in order: a whole day is one period."""
    periods: list[Period] = []
    for start, end in sorted(half_day.period for half_day in half_days):
        if periods and periods[-1][1] == start and start.astimezone(PARIS).time() == CUT:
            periods[-1] = (periods[-1][0], end)
        else:
            periods.append((start, end))
    return periods
