"""What a reading of a calendar would change, said before anything is written."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import F, Max, Min, Q, QuerySet, Value
from django.utils import timezone

from design.french import NBSP, long_date, period
from meetings.calendars import CalendarRefused, ReadEvent, Reading, Refusal, read_calendar
from meetings.facts import bounds_of
from meetings.models import CalendarFeed, RoomClosure, Semester, Seminar, TutorialSession

Key = tuple[str, datetime]
LONGEST_REASON = 120
FEWEST = 4
"""Below that many events a calendar may lose as many as it likes by itself."""


class State(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class FeedLine:
    """What becomes of one event: how it will be, the id it is `known` by, in words what changes."""

    state: State
    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    known: int | None = None
    changes: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()


@dataclass(frozen=True)
class FeedPlan:
    lines: tuple[FeedLine, ...]
    refused: tuple[Refusal, ...]
    counts: dict[State, int] = field(default_factory=dict)

    @property
    def writes(self) -> int:
        return sum(count for state, count in self.counts.items() if state != State.UNCHANGED)

    @property
    def loses_most(self) -> bool:
        """More than half of what was known would go: a person should look first."""
        removed, known = self.counts[State.REMOVED], self.known
        return known >= FEWEST and 2 * removed > known

    @property
    def known(self) -> int:
        return sum(count for state, count in self.counts.items() if state != State.CREATED)

    @cached_property
    def fingerprint(self) -> str:
        """The same as long as the same would be written."""
        written = [replace(line, sessions=()) for line in self.lines if line.state != State.UNCHANGED]
        return hashlib.sha256(repr(written).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Known:
    """A seminar or a closure as it is now; `title` is the reason of a closure, `feed` what gave it."""

    pk: int
    uid: str
    feed: int | None
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str

    @property
    def key(self) -> Key:
        return self.title, self.starts_at


def open_period() -> tuple[date, date]:
    """From the first day of the semester under way to the last day of the last one opened.

    Raises `CalendarRefused` when there is none.
    """
    semesters = Semester.objects.filter(ends_on__gte=timezone.localdate())
    ends = semesters.aggregate(first=Min("starts_on"), last=Max("ends_on"))
    if ends["first"] is None:
        raise CalendarRefused("Aucun semestre n’est ouvert. Ouvrez-en un, puis relisez l’agenda.")
    return ends["first"], ends["last"]


def read_for(feed: CalendarFeed, content: bytes) -> tuple[Reading, "FeedPlan"]:
    """Read a calendar and tell what it would change for `feed`. Raises `CalendarRefused`."""
    first, last = open_period()
    reading = read_calendar(content, first=first, last=last)
    return reading, plan_of(feed, reading, first=first, last=last)


def plan_of(feed: CalendarFeed, reading: Reading, *, first: date, last: date) -> FeedPlan:
    """Compare `reading` with what is known, and take away what it no longer has between those days."""
    start, end = bounds_of(first)[0], bounds_of(last)[1]
    matching = Matching(feed, _known(feed, start, end), {event.uid for event in reading.events})
    lines: list[FeedLine] = []
    refused = list(reading.refused)
    for event in reading.events:
        if feed.cohort_id and matching.is_taken(event):
            refused.append(_doubled(event))
        else:
            lines.append(_line(event, matching.take(event), feed))
    lines += [
        FeedLine(State.REMOVED, row.uid, row.title, row.starts_at, row.ends_at, row.place, known=row.pk)
        for row in matching.left()
        if row.starts_at < end and row.ends_at > start
    ]
    lines = _with_sessions(feed, lines, start, end)
    lines.sort(key=lambda line: (line.state == State.UNCHANGED, line.starts_at, line.title))
    counts = Counter(line.state for line in lines)
    return FeedPlan(tuple(lines), tuple(refused), {state: counts[state] for state in State})


class Matching:
    """Which known row each event read is.

    By its identifier; else, for calendars that renew theirs, by its title and hour among the rows of the
    same feed that lost their event; else among those somebody typed, which the feed then takes over.
    """

    def __init__(self, feed: CalendarFeed, rows: Iterable[Known], read: Collection[str]) -> None:
        self.ours: dict[str, Known] = {}
        self.free: dict[Key, Known] = {}
        self.taken: dict[Key, str] = {}
        for row in rows:
            if row.feed is None:
                self.free[row.key] = row
            elif row.feed != feed.pk or row.uid in read:
                self.taken[row.key] = row.uid if row.feed == feed.pk else ""
            if row.feed is not None and row.feed == feed.pk:
                self.ours[row.uid] = row
        self.orphans = {row.key: row.uid for row in self.ours.values() if row.uid not in read}

    def is_taken(self, event: ReadEvent) -> bool:
        """Whether another event, or another feed, holds that title at that hour."""
        return self.taken.get((event.title, event.starts_at), event.uid) != event.uid

    def take(self, event: ReadEvent) -> Known | None:
        """The row this event is; nobody else gets it."""
        key = event.title, event.starts_at
        self.taken[key] = event.uid
        if event.uid in self.ours:
            return self.ours.pop(event.uid)
        if key in self.orphans:
            return self.ours.pop(self.orphans.pop(key))
        return self.free.pop(key, None)

    def left(self) -> Iterable[Known]:
        """The rows of the feed whose event is gone."""
        return self.ours.values()


def _known(feed: CalendarFeed, start: datetime, end: datetime) -> Iterable[Known]:
    """What the feed ever gave, and what else is known of the same cohort or room in that time."""
    there = Q(feed=feed) if feed.pk else Q(pk__in=[])
    there |= Q(starts_at__lt=end, ends_at__gt=start)
    rows: QuerySet[Any]
    if feed.cohort_id:
        rows = Seminar.objects.filter(there, cohort=feed.cohort_id)
        rows = rows.annotate(said=F("title"), where=F("place"))
    else:
        rows = RoomClosure.objects.filter(there, room=feed.room_id)
        rows = rows.annotate(said=F("reason"), where=Value(""))
    fields = ("pk", "feed_uid", "feed", "said", "starts_at", "ends_at", "where")
    return (Known(*values) for values in rows.order_by("pk").values_list(*fields))


def _line(event: ReadEvent, row: Known | None, feed: CalendarFeed) -> FeedLine:
    title = event.title if feed.cohort_id else event.title[:LONGEST_REASON]
    place = event.place if feed.cohort_id else ""
    line = FeedLine(State.CREATED, event.uid, title, event.starts_at, event.ends_at, place)
    if row is None:
        return line
    changes = []
    if (row.starts_at, row.ends_at) != (event.starts_at, event.ends_at):
        before, after = period(row.starts_at, row.ends_at), period(event.starts_at, event.ends_at)
        changes.append(f"{before} devient {after}")
    if row.title != title:
        changes.append(f"«{NBSP}{row.title}{NBSP}» devient «{NBSP}{title}{NBSP}»")
    if row.place != place:
        changes.append(f"lieu{NBSP}: {place or 'non dit'}")
    if row.feed is None:
        changes.append("désormais suivi par cet agenda")
    state = State.CHANGED if changes else State.UNCHANGED
    return replace(line, state=state, known=row.pk, changes=tuple(changes))


def _doubled(event: ReadEvent) -> Refusal:
    return Refusal(
        f"«{NBSP}{event.title}{NBSP}», {long_date(event.starts_at)}",
        "Un autre événement de même intitulé est déjà connu à la même heure.",
        "Gardez-en un, ou changez l’intitulé de l’un des deux.",
    )


def _with_sessions(
    feed: CalendarFeed, lines: list[FeedLine], start: datetime, end: datetime
) -> list[FeedLine]:
    """The same lines with the groups whose session, not held yet, falls on a new or moved event."""
    sessions = TutorialSession.objects.filter(
        starts_at__lt=end,
        ends_at__gt=start,
        state__in=(TutorialSession.State.DRAFT, TutorialSession.State.PUBLISHED),
    ).select_related("group__cohort")
    if feed.cohort_id:
        sessions = sessions.filter(group__cohort=feed.cohort_id)
    else:
        sessions = sessions.filter(room=feed.room_id)
    known = list(sessions.order_by("starts_at", "pk"))
    return [
        replace(
            line,
            sessions=tuple(
                session.group.code
                for session in known
                if session.starts_at < line.ends_at and line.starts_at < session.ends_at
            ),
        )
        if line.state in (State.CREATED, State.CHANGED)
        else line
        for line in lines
    ]
