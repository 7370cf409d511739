"""Following calendars: read, look, apply; then read again by itself."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from design.french import NBSP, plural
from groups import journal
from groups.models import Cohort
from meetings.calendars import CalendarRefused, calendar_text
from meetings.feeds.fetching import FeedUnreachable, fetch, normalized
from meetings.feeds.planning import FeedLine, FeedPlan, State, read_for
from meetings.models import CalendarFeed, CalendarReading, Room, RoomClosure, Seminar

log = logging.getLogger(__name__)

FAILURES = (FeedUnreachable, CalendarRefused)
OVER = "Cette lecture a déjà été traitée."
CHANGED = "Ce que Tutorat connaît a changé depuis l’aperçu. Relisez-le, puis confirmez."


@dataclass(frozen=True)
class Source:
    """Where a calendar comes from: an address, or a file by its name with what it holds."""

    url: str = ""
    filename: str = ""
    content: bytes = b""


def bring_calendar(
    *, source: Source, name: str, cohort: Cohort | None, room: Room | None, actor: Person
) -> CalendarReading:
    """Keep a calendar somebody brought, to be looked at before anything is written.

    A file under the name of an earlier one takes its place. Raises `ValidationError` when it cannot be had or
    read, or when an address is followed under that name already.
    """
    try:
        content = fetch(source.url) if source.url else source.content
        reading, _ = read_for(CalendarFeed(cohort=cohort, room=room), content)
    except FAILURES as failure:
        raise ValidationError({"url" if source.url else "file": str(failure)}) from failure
    name = (name or reading.name or _name_of(source))[:120]
    with transaction.atomic():
        return _wait(_feed_named(name, source.url, cohort, room, actor), content, actor)


def _feed_named(name: str, url: str, cohort: Cohort | None, room: Room | None, actor: Person) -> CalendarFeed:
    feed, is_new = CalendarFeed.objects.get_or_create(
        cohort=cohort,
        room=room,
        name=name,
        defaults={"url": normalized(url), "created_by": actor},
    )
    if not is_new and (feed.url or url):
        followed = f"Un agenda «{NBSP}{name}{NBSP}» est déjà suivi."
        raise ValidationError({"name": f"{followed} Donnez un autre nom à celui-ci, ou retirez l’ancien."})
    return feed


def _name_of(source: Source) -> str:
    return urlsplit(source.url).hostname or PurePath(source.filename).stem or "Agenda"


def _wait(feed: CalendarFeed, content: bytes, actor: Person | None) -> CalendarReading:
    """A reading to be confirmed; an earlier one that nobody decided on gives way."""
    feed.readings.filter(state=CalendarReading.State.PENDING).update(
        state=CalendarReading.State.ABANDONED, content=""
    )
    return CalendarReading.objects.create(feed=feed, content=calendar_text(content), read_by=actor)


def plan_of_reading(reading: CalendarReading) -> FeedPlan:
    """What a waiting reading would change now."""
    return read_for(reading.feed, reading.content.encode())[1]


@transaction.atomic
def apply_reading(*, reading: CalendarReading, shown: str, actor: Person) -> FeedPlan:
    """Write what was looked at.

    Raises `ValidationError` when somebody decided on it, or when it would write something else now.
    """
    feed = CalendarFeed.objects.select_for_update().get(pk=reading.feed_id)
    plan = plan_of_reading(reading)
    if plan.fingerprint != shown:
        raise ValidationError(CHANGED)
    applied = CalendarReading.objects.filter(pk=reading.pk, state=CalendarReading.State.PENDING).update(
        state=CalendarReading.State.APPLIED, report=_report(plan), content="", read_by=actor
    )
    if not applied:
        raise ValidationError(OVER)
    _write(feed, plan, actor)
    _note_success(feed, reading.content.encode())
    return plan


@transaction.atomic
def abandon_reading(*, reading: CalendarReading) -> None:
    """Write nothing; a calendar of which nothing was ever applied is forgotten."""
    CalendarReading.objects.filter(pk=reading.pk, state=CalendarReading.State.PENDING).update(
        state=CalendarReading.State.ABANDONED, content=""
    )
    feed = reading.feed
    if not feed.readings.filter(state=CalendarReading.State.APPLIED).exists():
        feed.delete()


def refresh_feeds() -> list[tuple[CalendarFeed, FeedPlan | None]]:
    """Read again every calendar that has an address and was confirmed once; None stands for a failure."""
    followed = CalendarFeed.objects.exclude(url="").exclude(digest="").order_by("pk")
    return [(feed, refresh_feed(feed=feed)) for feed in followed]


def refresh_feed(*, feed: CalendarFeed) -> FeedPlan | None:
    """Read a calendar again and apply what changed; None, with the reason kept on the feed, when it failed.

    A calendar that suddenly loses most of its events waits for a person: `failure` says so.
    """
    try:
        content = fetch(feed.url)
        with transaction.atomic():
            return _take_in(CalendarFeed.objects.select_for_update().get(pk=feed.pk), content)
    except FAILURES as failure:
        log.warning("calendar feed %s could not be read: %s", feed.pk, type(failure).__name__)
        _note_failure(feed, str(failure))
        return None
    except CalendarFeed.DoesNotExist:
        return None


def _take_in(feed: CalendarFeed, content: bytes) -> FeedPlan:
    _, plan = read_for(feed, content)
    if plan.loses_most:
        digest = _digest(content)
        if feed.digest != digest:
            _wait(feed, content, None)
            feed.digest = digest
            feed.save(update_fields=["digest"])
        _note_failure(
            feed,
            f"Il ne contient plus {plural(plan.counts[State.REMOVED], 'date')} sur {plan.known}{NBSP}: "
            "rien n’est retiré sans votre accord.",
        )
        return plan
    if plan.writes:
        _write(feed, plan, None)
        CalendarReading.objects.create(feed=feed, state=CalendarReading.State.APPLIED, report=_report(plan))
    _note_success(feed, content)
    return plan


@transaction.atomic
def stop_following(*, feed: CalendarFeed) -> None:
    """Forget a calendar; what it gave stays, as if somebody had typed it."""
    for rows in (feed.seminars.all(), feed.closures.all()):
        rows.update(feed=None, feed_uid="")
    feed.delete()


def _write(feed: CalendarFeed, plan: FeedPlan, actor: Person | None) -> None:
    model: Any = Seminar if feed.cohort_id else RoomClosure
    removed = [line.known for line in plan.lines if line.state == State.REMOVED]
    journal.delete_recorded(model.objects.filter(pk__in=removed), actor)
    lines = [line for line in plan.lines if line.state in (State.CREATED, State.CHANGED)]
    created = model.objects.bulk_create(
        model(**_values(feed, line)) for line in lines if line.state == State.CREATED
    )
    if created:
        journal.record_created(created, actor)
    changed = {line.known: line for line in lines if line.state == State.CHANGED}
    rows = model.objects.in_bulk(changed)
    for pk, row in rows.items():
        for name, value in _values(feed, changed[pk]).items():
            setattr(row, name, value)
    if rows:
        model.objects.bulk_update(rows.values(), list(_values(feed, lines[0])))
        journal.record_changed(
            [(row, {"agenda": ("", " ; ".join(changed[pk].changes))}) for pk, row in rows.items()], actor
        )


def _values(feed: CalendarFeed, line: FeedLine) -> dict[str, object]:
    common = {
        "feed": feed,
        "feed_uid": line.uid,
        "starts_at": line.starts_at,
        "ends_at": line.ends_at,
    }
    if feed.cohort_id:
        return common | {"cohort_id": feed.cohort_id, "title": line.title, "place": line.place}
    return common | {"room_id": feed.room_id, "reason": line.title}


def _report(plan: FeedPlan) -> dict[str, object]:
    return {
        "counts": {state.value: count for state, count in plan.counts.items()},
        "refused": [[refusal.where, refusal.why, refusal.remedy] for refusal in plan.refused],
        "sessions": sorted({code for line in plan.lines for code in line.sessions}),
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _note_success(feed: CalendarFeed, content: bytes) -> None:
    CalendarFeed.objects.filter(pk=feed.pk).update(
        digest=_digest(content), checked_at=timezone.now(), failing_since=None, failure=""
    )


def _note_failure(feed: CalendarFeed, sentence: str) -> None:
    now = timezone.now()
    CalendarFeed.objects.filter(pk=feed.pk, failing_since=None).update(failing_since=now)
    CalendarFeed.objects.filter(pk=feed.pk).update(failure=sentence[:300], checked_at=now)
