"""One session as one attendee's calendar sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Component,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

PRODUCT = "-//Tutorat//Convocations//FR"
PARIS = ZoneInfo("Europe/Paris")
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


class Method(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True, slots=True)
class Mailbox:
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a calendar needs to know of a session.

    Moments are aware; `stamp` is when this version was written; `accepted` tells an answer already given.
    """

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    organizer: Mailbox
    attendee: Mailbox
    description: str = ""
    url: str = ""
    accepted: bool = False


def request(invitation: Invitation) -> str:
    """The entry to add, or to update, in the attendee's calendar."""
    return _text(Method.REQUEST, [_event(invitation, "CONFIRMED")])


def cancellation(invitation: Invitation) -> str:
    """The same entry, taken out of the attendee's calendar."""
    return _text(Method.CANCEL, [_event(invitation, "CANCELLED")])


def feed(invitations: Iterable[Invitation], name: str) -> str:
    """A calendar to subscribe to; nobody is asked to answer."""
    return _text(Method.PUBLISH, [_event(one, "CONFIRMED", asks=False) for one in invitations], name)


def _text(method: Method, events: list[Event], name: str = "") -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    if name:
        calendar.add("x-wr-calname", name)
    calendar.add_component(_paris())
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical().decode()


def _event(invitation: Invitation, status: str, *, asks: bool = True) -> Event:
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamp)
    event.add("last-modified", invitation.stamp)
    event.add("dtstart", invitation.starts_at.astimezone(PARIS))
    event.add("dtend", invitation.ends_at.astimezone(PARIS))
    event.add("summary", invitation.summary)
    event.add("location", invitation.location)
    if invitation.description:
        event.add("description", invitation.description)
    if invitation.url:
        event.add("url", invitation.url)
    event.add("status", status)
    event.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    event.add("class", "PRIVATE")
    if asks:
        event.add("organizer", _party(invitation.organizer), encode=False)
        event.add("attendee", _attendee(invitation, status), encode=False)
    return event


def _attendee(invitation: Invitation, status: str) -> vCalAddress:
    attendee = _party(invitation.attendee)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED" if invitation.accepted else "NEEDS-ACTION")
    if status != "CANCELLED":
        attendee.params["RSVP"] = vText("FALSE" if invitation.accepted else "TRUE")
    return attendee


def _party(mailbox: Mailbox) -> vCalAddress:
    party = vCalAddress(f"mailto:{mailbox.address}")
    party.params["CN"] = vText(mailbox.name.replace('"', "’"))
    return party


@lru_cache(maxsize=1)
def _paris() -> Timezone:
    """Paris clocks, by the European rule: they change on the last Sundays of March and October."""
    timezone = Timezone()
    timezone.add("tzid", "Europe/Paris")
    timezone.add_component(_clock(TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), WINTER, SUMMER))
    timezone.add_component(_clock(TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), SUMMER, WINTER))
    return timezone


def _clock(
    component: Component, name: str, since: datetime, before: timedelta, after: timedelta
) -> Component:
    component.add("tzname", name)
    component.add("dtstart", since)
    component.add("tzoffsetfrom", before)
    component.add("tzoffsetto", after)
    component.add("rrule", {"freq": "yearly", "bymonth": since.month, "byday": "-1su"})
    return component
