"""The days of a semester on which a session may be placed."""

from collections.abc import Collection
from datetime import date, timedelta

from meetings.facts import holidays_of
from meetings.models import Semester

TUESDAY, THURSDAY = 1, 3
USUAL_WEEKDAYS = (TUESDAY, THURSDAY)
"""The tutors' own choice: Thursdays, and Tuesdays to relieve them (A-138)."""


def candidate_days(semester: Semester, *, weekdays: Collection[int] = USUAL_WEEKDAYS) -> list[date]:
    """The days of `semester` that fall on `weekdays` (`date.weekday()` numbers) and are no public holiday."""
    length = (semester.ends_on - semester.starts_on).days + 1
    days = [semester.starts_on + timedelta(days=offset) for offset in range(length)]
    return [day for day in days if day.weekday() in weekdays and day not in holidays_of(day.year)]
