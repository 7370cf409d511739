"""One session as one attendee's calendar sees it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
from icalendar.parser import Contentline

PRODUCT = "-//Tutorat//Convocations//FR"
PARIS = ZoneInfo("Europe/Paris")
END = "END:VEVENT\r\n"
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


class Method(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True, slots=True)
class Mailbox:
    name: str
    address: str


NOBODY = Mailbox("", "")


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
    return _addressed(Method.REQUEST, invitation)


def cancellation(invitation: Invitation) -> str:
    """The same entry, taken out of the attendee's calendar."""
    return _addressed(Method.CANCEL, invitation)


def feed(invitations: Iterable[Invitation], name: str) -> str:
    """A calendar to subscribe to; nobody is asked to answer."""
    calendar = _calendar(Method.PUBLISH)
    calendar.add("x-wr-calname", name)
    for invitation in invitations:
        calendar.add_component(_event(invitation, Method.PUBLISH))
    return calendar.to_ical().decode()


def _addressed(method: Method, invitation: Invitation) -> str:
    """The calendar all those invited share, with this attendee's line in it."""
    shared = _shared(method, replace(invitation, attendee=NOBODY, accepted=False))
    attendee = _attendee(invitation, method)
    line = Contentline.from_parts("ATTENDEE", attendee.params, attendee).to_ical().decode()
    return shared.replace(END, f"{line}\r\n{END}")


@lru_cache(maxsize=256)
def _shared(method: Method, invitation: Invitation) -> str:
    calendar = _calendar(method)
    calendar.add_component(_event(invitation, method))
    return calendar.to_ical().decode()


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    calendar.add_component(_paris())
    return calendar


def _event(invitation: Invitation, method: Method) -> Event:
    is_over = method is Method.CANCEL
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
    event.add("status", "CANCELLED" if is_over else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_over else "OPAQUE")
    event.add("class", "PRIVATE")
    if method is not Method.PUBLISH:
        event.add("organizer", _party(invitation.organizer), encode=False)
    return event


def _attendee(invitation: Invitation, method: Method) -> vCalAddress:
    attendee = _party(invitation.attendee)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED" if invitation.accepted else "NEEDS-ACTION")
    if method is not Method.CANCEL:
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
