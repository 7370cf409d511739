"""iCalendar objects that calendars follow by themselves (RFC 5545, RFC 5546, RFC 6047).

Plain Python: dataclasses in, text out, no Django, no clock. One UID a session; each change carries a greater
SEQUENCE, so a calendar never goes back to an older version. `reading` takes in the calendars of others.
"""

from meetings.calendars.decoding import calendar_text
from meetings.calendars.invitation import Invitation, Mailbox, Method, cancellation, feed, request
from meetings.calendars.reading import CalendarRefused, ReadEvent, Reading, Refusal, read_calendar

__all__ = [
    "CalendarRefused",
    "Invitation",
    "Mailbox",
    "Method",
    "ReadEvent",
    "Reading",
    "Refusal",
    "calendar_text",
    "cancellation",
    "feed",
    "read_calendar",
    "request",
]
