"""Somebody else’s calendar: bytes in, events of a period out, and what could not be taken with its reason.

Repeated events are unfolded (RRULE, RDATE, EXDATE, RECURRENCE-ID); cancelled ones are left out. An event
keeps its `uid` from one reading to the next, also when it moves: the UID of RFC 5545 and, when it is
repeated, the moment the occurrence had at first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.prop import vRecur
from recurring_ical_events import CalendarQuery
from x_wr_timezone import to_standard

from design.french import NBSP, PARIS, long_date
from meetings.calendars.decoding import calendar_text

LARGEST = 2 * 1024 * 1024
MOST_COMPONENTS = 5_000
MOST_EVENTS = 2_000
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
OLDEST_SERIES = 2010
MOST_SERIES = 300
NEEDED = {
    "DTSTART": "Sa date de début",
    "DTEND": "Sa date de fin",
    "DURATION": "Sa durée",
    "RRULE": "Sa répétition",
    "RDATE": "Une date de sa répétition",
    "EXDATE": "Une exception à sa répétition",
    "RECURRENCE-ID": "La date qu’il remplace",
}
"""Properties without which an event would be placed wrongly, and what a reader calls them."""
LONGEST_UID, LONGEST_TITLE, LONGEST_PLACE = 300, 160, 120
UNTITLED = "Sans intitulé"
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What the libraries raise on a damaged calendar, besides their own errors, which are ValueErrors."""
DAMAGED = "Cet agenda est abîmé et ne se lit pas jusqu’au bout. Exportez-le de nouveau, puis recommencez."


class CalendarRefused(ValueError):
    """This is no calendar that can be read; `str()` is a French sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One event, or one occurrence of a repeated one; times are aware."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event left out: `where` names it, `why` and `remedy` are French sentences."""

    where: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Reading:
    """`name` is what the calendar calls itself."""

    name: str
    events: tuple[ReadEvent, ...]
    refused: tuple[Refusal, ...]


def read_calendar(content: bytes, *, first: date, last: date) -> Reading:
    """The events of `content` that touch the days from `first` to `last`, by time.

    Raises `CalendarRefused` for what is no iCalendar, or more than can be taken.
    """
    calendar = _parsed(content)
    refused: list[Refusal] = []
    repeated: set[str] = set()
    kept = []
    events = [component for component in calendar.subcomponents if isinstance(component, Event)]
    series = sum("RRULE" in event for event in events)
    if len(events) > MOST_COMPONENTS or series > MOST_SERIES:
        raise CalendarRefused(
            f"Cet agenda a plus de {MOST_COMPONENTS} événements, ou plus de {MOST_SERIES} répétitions. "
            "Exportez une période plus courte."
        )
    for rank, event in enumerate(events, start=1):
        if refusal := _refusal(event, rank):
            refused.append(refusal)
            continue
        if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
            repeated.add(str(event["UID"]))
        kept.append(event)
    others = [component for component in calendar.subcomponents if not isinstance(component, Event)]
    calendar.subcomponents = [*others, *kept]
    try:
        found = list(_occurrences(to_standard(calendar), first, last, repeated, refused))
    except CalendarRefused:
        raise
    except UNREADABLE as error:
        raise CalendarRefused(DAMAGED) from error
    found.sort(key=lambda event: (event.starts_at, event.uid))
    return Reading(str(calendar.get("X-WR-CALNAME") or "").strip(), tuple(found), tuple(refused))


def _parsed(content: bytes) -> Calendar:
    if len(content) > LARGEST:
        raise CalendarRefused("Cet agenda dépasse 2 Mo. Exportez une période plus courte.")
    text = calendar_text(content)
    if "BEGIN:VCALENDAR" not in text[:4096].upper():
        raise CalendarRefused(
            "Ce n’est pas un agenda au format iCalendar (.ics). Exportez-le depuis votre logiciel d’agenda."
        )
    try:
        return Calendar.from_ical(text)
    except UNREADABLE as error:
        raise CalendarRefused(DAMAGED) from error


def _refusal(event: Event, rank: int) -> Refusal | None:
    """Why an event cannot be taken, if so."""
    where = _where(event, rank)
    unread = {name for name, _ in event.errors}
    if broken := [name for name in NEEDED if name in unread]:
        return Refusal(
            where,
            f"{NEEDED[broken[0]]} ({broken[0]}) est illisible.",
            "Corrigez cet événement dans l’agenda d’origine, puis recommencez.",
        )
    if not str(event.get("UID") or "").strip():
        return Refusal(
            where,
            "Il n’a pas d’identifiant (UID).",
            "Sans lui, l’événement serait recréé à chaque lecture. Exportez l’agenda depuis son logiciel.",
        )
    if len(str(event["UID"])) > LONGEST_UID - 40:
        return Refusal(where, "Son identifiant (UID) est trop long.", "Recréez cet événement.")
    if "DTSTART" not in event:
        return Refusal(where, "Il n’a pas de date de début.", "Ajoutez-la, puis recommencez.")
    moment, zone = _moment(event, "DTSTART"), _zone(event)
    if isinstance(moment, datetime) and moment.tzinfo is None and zone:
        return Refusal(
            where,
            f"Son fuseau horaire, «{NBSP}{zone}{NBSP}», est inconnu.",
            "Choisissez un fuseau usuel, par exemple Europe/Paris.",
        )
    if "DTEND" in event and _aware(_moment(event, "DTEND")) <= _aware(moment):
        return Refusal(where, "Sa fin ne vient pas après son début.", "Corrigez l’une des deux dates.")
    return _refused_series(event, where, moment)


def _refused_series(event: Event, where: str, moment: date) -> Refusal | None:
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        frequency = {str(each).upper() for each in _values(rule, "FREQ")}
        if frequency & TOO_OFTEN:
            return Refusal(
                where,
                "Il se répète plusieurs fois par jour.",
                "Répétez-le au plus une fois par jour.",
            )
        if moment.year < OLDEST_SERIES:
            return Refusal(
                where, f"Il se répète depuis {moment.year}.", "Vérifiez l’année du premier événement."
            )
    return None


def _values(rule: vRecur, name: str) -> list:
    values = rule.get(name, [])
    return values if isinstance(values, list) else [values]


def _moment(event: Event, name: str) -> date:
    """The day, or the moment, of a property that was read without error."""
    value: Any = event[name]
    moment: date = (value[0] if isinstance(value, list) else value).dt
    return moment


def _zone(event: Event) -> str:
    value: Any = event["DTSTART"]
    return str(value.params.get("TZID", ""))


def _where(event: Event, rank: int) -> str:
    """`« Urgences », le jeudi 3 décembre 2026`, or the rank of the event in the file."""
    title = str(event.get("SUMMARY") or "").strip()
    named = f"«{NBSP}{_cut(title, 60)}{NBSP}»" if title else f"Événement n°{NBSP}{rank}"
    if "DTSTART" in {name for name, _ in event.errors} or event.get("DTSTART") is None:
        return named
    return f"{named}, {long_date(_moment(event, 'DTSTART'))}"


def _occurrences(
    calendar: Calendar, first: date, last: date, repeated: set[str], refused: list[Refusal]
) -> Iterator[ReadEvent]:
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    seen: set[str] = set()
    for rank, event in enumerate(_month_by_month(query, start, end), start=1):
        starts_at, ends_at = _aware(event.start), _aware(event.end)
        uid = _uid(event, repeated)
        if _is_off(event) or starts_at >= end or ends_at <= start or uid in seen:
            continue
        if ends_at <= starts_at:
            refused.append(
                Refusal(_where(event, rank), "Il n’a pas de durée.", "Donnez-lui une heure de fin.")
            )
            continue
        seen.add(uid)
        if len(seen) > MOST_EVENTS:
            raise CalendarRefused(
                f"Cet agenda a plus de {MOST_EVENTS} dates dans les semestres ouverts. Exportez-en moins."
            )
        yield ReadEvent(
            uid=uid,
            title=_cut(" ".join(str(event.get("SUMMARY") or UNTITLED).split()) or UNTITLED, LONGEST_TITLE),
            starts_at=starts_at,
            ends_at=ends_at,
            place=_cut(" ".join(str(event.get("LOCATION") or "").split()), LONGEST_PLACE),
        )


def _month_by_month(query: CalendarQuery, start: datetime, end: datetime) -> Iterator[Event]:
    """The occurrences in time, so that too many of them show early; one that lasts may come twice."""
    while start < end:
        following = start + timedelta(days=30)
        yield from query.between(start, min(following, end))
        start = following


def _is_off(event: Event) -> bool:
    return str(event.get("STATUS") or "").upper() == "CANCELLED"


def _uid(event: Event, repeated: set[str]) -> str:
    uid = str(event["UID"])
    if uid not in repeated:
        return uid
    original = _moment(event, "RECURRENCE-ID")
    stamp = (
        original.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        if isinstance(original, datetime) and original.tzinfo
        else original.isoformat()
    )
    return f"{uid}/{stamp}"


def _aware(moment: date) -> datetime:
    """A day begins at midnight in Paris; an hour without zone is that of Paris."""
    if not isinstance(moment, datetime):
        return _midnight(moment)
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
