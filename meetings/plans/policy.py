"""The settings of the planner, and what they make of a calendar."""

from collections.abc import Collection
from datetime import date, timedelta

from meetings.facts import holidays_of
from meetings.models import PlanningPolicy, Semester


def planning_policy() -> PlanningPolicy:
    """The settings of the planner; the usual ones as long as nobody changed any."""
    return PlanningPolicy.objects.first() or PlanningPolicy()


def first_open_day(policy: PlanningPolicy, semester: Semester, today: date) -> date:
    """The first day on which people can still be asked to come."""
    return max(semester.starts_on, today + timedelta(days=policy.notice_days))


def open_days(
    policy: PlanningPolicy,
    semester: Semester,
    recesses: Collection[date],
    today: date,
    *,
    dedicated: Collection[date],
) -> list[date]:
    """The candidate days on which people can still be asked to come; `dedicated` as for `candidate_days`."""
    first = first_open_day(policy, semester, today)
    return [day for day in candidate_days(policy, semester, recesses, dedicated=dedicated) if day >= first]


def candidate_days(
    policy: PlanningPolicy,
    semester: Semester,
    recesses: Collection[date],
    *,
    dedicated: Collection[date] | None = None,
) -> list[date]:
    """The days on which sessions may be placed: the usual weekdays and the days set aside.

    No holiday, and no recess. `dedicated` are the days set aside, when already read.
    """
    if dedicated is None:
        dedicated = set(semester.dedicated_days.values_list("day", flat=True))
    length = (semester.ends_on - semester.starts_on).days + 1
    days = (semester.starts_on + timedelta(days=offset) for offset in range(length))
    return [
        day
        for day in days
        if (day.weekday() in policy.weekdays or day in dedicated)
        and day not in holidays_of(day.year)
        and day not in recesses
    ]
