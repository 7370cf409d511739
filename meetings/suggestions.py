"""Days worth proposing: for a session, those when the tutor comes anyway, then usual ones; for a recess."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from design.french import PARIS, as_date
from groups.models import TutorialGroup
from meetings.facts import examine, holidays_of, recess_days
from meetings.models import Recess, Room, Semester, TutorialSession
from meetings.queries import sessions_of

TUESDAY, THURSDAY, SATURDAY = 1, 3, 5
NOTICE = timedelta(days=14)
USUAL_STARTS = (time(14), time(16, 30), time(9), time(11, 30))
"""Tried in this order: the afternoon leaves the morning for the road (A-142)."""


@dataclass(frozen=True)
class SuggestedDay:
    day: date
    sessions: int  # how many sessions that day already has
    tutor_comes: bool


def days_for(group: TutorialGroup, semester: Semester, today: date, limit: int = 6) -> list[SuggestedDay]:
    """Up to `limit` days of the semester for `group`, in two queries.

    First the days when its tutor already has a session (one road for several groups, A-142), then the
    Tuesdays and Thursdays, two weeks ahead or more, that already have sessions, then the others (A-138).
    No holiday and no recess.
    """
    busy: dict[date, int] = {}
    with_tutor: set[date] = set()
    tutored = (
        TutorialSession.objects.filter(semester=semester)
        .exclude(state=TutorialSession.State.CANCELLED)
        .values_list("starts_at", "group", "group__tutorships__tutor__tutorships__group")
        .filter(group__tutorships__ends_on=None, group__tutorships__tutor__tutorships__ends_on=None)
        .order_by("starts_at")
        .distinct()
    )
    seen: set[tuple[object, int]] = set()
    for starts_at, placed_group, same_tutor_group in tutored:
        day = as_date(starts_at)
        if (starts_at, placed_group) not in seen:
            seen.add((starts_at, placed_group))
            busy[day] = busy.get(day, 0) + 1
        if same_tutor_group == group.pk and placed_group != group.pk:
            with_tutor.add(day)
    earliest, recesses = max(semester.starts_on, today), recess_days(semester)
    usual = [
        day
        for offset in range((semester.ends_on - earliest).days + 1)
        if (day := earliest + timedelta(days=offset)).weekday() in (TUESDAY, THURSDAY)
        and day not in holidays_of(day.year)
        and day not in recesses
        and day >= today + NOTICE
    ]
    first = sorted(day for day in with_tutor if day >= earliest)
    second = sorted(day for day in busy if day in usual and day not in with_tutor)
    third = [day for day in usual if day not in busy]
    return [
        SuggestedDay(day, busy.get(day, 0), day in with_tutor) for day in [*first, *second, *third][:limit]
    ]


def first_free_slot(
    group: TutorialGroup, semester: Semester, days: Iterable[date], minutes: int, rooms: Sequence[Room]
) -> tuple[datetime, Room] | None:
    """The first of the usual hours of `days` with nothing in the way, and the smallest free room that suits.

    One query, then five a day looked at; None when no day has any, or when the group has its session (D.1-4).
    """
    if sessions_of(group).filter(semester=semester).exists():
        return None
    by_size = sorted((room for room in rooms if room.is_active), key=lambda room: (room.capacity, room.code))
    for day in days:
        starts = [datetime.combine(day, start, PARIS) for start in USUAL_STARTS]
        length = timedelta(minutes=minutes)
        looked = examine(
            group=group, semester=semester, starts_at=starts[0], ends_at=starts[0] + length, room=None
        )
        for start in starts:
            proposal = replace(looked.proposal, starts_at=start, ends_at=start + length)
            examination = replace(looked, proposal=proposal)
            if examination.obstacles:
                continue
            for room in by_size:
                if not examination.obstacles_of_room(room):
                    return start, room
    return None


def end_of_year_break(semester: Semester, noted: Iterable[Recess]) -> tuple[date, date] | None:
    """The first and the last day of the two weeks around Christmas and New Year's Day, weekends included.

    None when the semester has no Christmas, or a period is `noted` at that time. The calendar of each faculty
    may differ by a few days.
    """
    for year in range(semester.starts_on.year, semester.ends_on.year + 1):
        if semester.starts_on <= date(year, 12, 25) <= semester.ends_on:
            latest = date(year, 12, 23)
            first = latest - timedelta(days=(latest.weekday() - SATURDAY) % 7)
            last = first + timedelta(days=15)
            if any(one.starts_on <= last and first <= one.ends_on for one in noted):
                return None
            return first, last
    return None
