"""The settings of the planner, and what they make of a calendar."""

from datetime import date, timedelta

from meetings.facts import holidays_of
from meetings.models import PlanningPolicy, Semester


def planning_policy() -> PlanningPolicy:
    """The settings of the planner; the usual ones as long as nobody changed any."""
    return PlanningPolicy.objects.first() or PlanningPolicy()


def first_open_day(policy: PlanningPolicy, semester: Semester, today: date) -> date:
    """The first day on which people can still be asked to come."""
    return max(semester.starts_on, today + timedelta(days=policy.notice_days))


def open_days(policy: PlanningPolicy, semester: Semester, today: date) -> list[date]:
    """The days on which sessions may be placed: the usual weekdays and the days set aside, but no holiday."""
    first = first_open_day(policy, semester, today)
    dedicated = set(semester.dedicated_days.values_list("day", flat=True))
    days = (first + timedelta(days=offset) for offset in range((semester.ends_on - first).days + 1))
    return [
        day
        for day in days
        if (day.weekday() in policy.weekdays or day in dedicated) and day not in holidays_of(day.year)
    ]
