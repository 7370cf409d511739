"""Reading somebody else’s calendar: whatever it holds, dates come out right or a sentence says why not."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.calendars import CalendarRefused, read_calendar
from tests.factories.meetings import paris

FIRST, LAST = date(2026, 11, 2), date(2027, 5, 2)


def calendar(*events: str, head: str = "") -> bytes:
    """Each event is the lines of a VEVENT, UID and SUMMARY given unless told."""
    body = "".join(
        "BEGIN:VEVENT\n"
        + ("" if "UID:" in event else f"UID:{rank}@essai\n")
        + ("" if "SUMMARY" in event else "SUMMARY:Cours\n")
        + f"{event}\nEND:VEVENT\n"
        for rank, event in enumerate(events)
    )
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:essai\n{head}{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(*events: str, head: str = ""):
    return read_calendar(calendar(*events, head=head), first=FIRST, last=LAST)


def times(reading):
    return [(event.starts_at, event.ends_at) for event in reading.events]


@pytest.mark.parametrize(
    ("event", "start", "end"),
    [
        (
            "DTSTART;TZID=Europe/Paris:20261203T090000\nDTEND;TZID=Europe/Paris:20261203T120000",
            paris(2026, 12, 3, 9),
            paris(2026, 12, 3, 12),
        ),
        ("DTSTART:20261203T080000Z\nDURATION:PT2H", paris(2026, 12, 3, 9), paris(2026, 12, 3, 11)),
        ("DTSTART:20261203T090000\nDTEND:20261203T100000", paris(2026, 12, 3, 9), paris(2026, 12, 3, 10)),
        (
            "DTSTART;TZID=America/New_York:20261203T090000\nDURATION:PT1H",
            paris(2026, 12, 3, 15),
            paris(2026, 12, 3, 16),
        ),
        (
            "DTSTART;TZID=Romance Standard Time:20261203T090000\nDURATION:PT1H",
            paris(2026, 12, 3, 9),
            paris(2026, 12, 3, 10),
        ),
        ("DTSTART;VALUE=DATE:20261203", paris(2026, 12, 3), paris(2026, 12, 4)),
        (
            "DTSTART;VALUE=DATE:20261214\nDTEND;VALUE=DATE:20261219",
            paris(2026, 12, 14),
            paris(2026, 12, 19),
        ),
    ],
)
def test_times_are_those_of_paris(event, start, end):
    assert times(read(event)) == [(start, end)]


def test_the_zone_of_the_whole_calendar_counts():
    reading = read("DTSTART:20261203T080000Z\nDURATION:PT1H", head="X-WR-TIMEZONE:Europe/Paris\n")
    assert times(reading) == [(paris(2026, 12, 3, 9), paris(2026, 12, 3, 10))]


def test_a_weekly_event_keeps_its_hour_over_the_change_of_time():
    reading = read(
        "DTSTART;TZID=Europe/Paris:20270318T140000\nDTEND;TZID=Europe/Paris:20270318T170000\n"
        "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Paris:20270325T140000"
    )
    assert [event.starts_at for event in reading.events] == [
        paris(2027, 3, 18, 14),
        paris(2027, 4, 1, 14),
        paris(2027, 4, 8, 14),
    ]
    assert len({event.uid for event in reading.events}) == 3


def test_an_endless_series_stops_with_the_semester():
    reading = read("DTSTART;TZID=Europe/Paris:20200102T090000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY")
    assert reading.events[0].starts_at == paris(2026, 11, 5, 9)
    assert reading.events[-1].starts_at == paris(2027, 4, 29, 9)


def test_a_moved_occurrence_keeps_its_identifier():
    series = "UID:serie\nDTSTART;TZID=Europe/Paris:20261203T090000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=2"
    before = read(series)
    after = read(
        series,
        "UID:serie\nRECURRENCE-ID;TZID=Europe/Paris:20261210T090000\n"
        "DTSTART;TZID=Europe/Paris:20261211T140000\nDURATION:PT2H",
    )
    assert {event.uid for event in before.events} == {event.uid for event in after.events}
    assert [event.starts_at for event in after.events] == [paris(2026, 12, 3, 9), paris(2026, 12, 11, 14)]


def test_a_moved_event_keeps_its_identifier():
    first, second = (
        read("DTSTART:20261203T080000Z\nDURATION:PT1H"),
        read("DTSTART:20261204T080000Z\nDURATION:PT1H"),
    )
    assert first.events[0].uid == second.events[0].uid


def test_what_is_cancelled_or_outside_is_left_out():
    reading = read(
        "STATUS:CANCELLED\nDTSTART:20261203T080000Z\nDURATION:PT1H",
        "DTSTART:20261001T080000Z\nDURATION:PT1H",
        "DTSTART:20270503T080000Z\nDURATION:PT1H",
    )
    assert (reading.events, reading.refused) == ((), ())


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("DTSTART:2026pouet", "date de début (DTSTART) est illisible"),
        ("SUMMARY:Sans date", "date de début"),
        ("UID:\nDTSTART:20261203T080000Z\nDURATION:PT1H", "identifiant"),
        ("DTSTART:20261203T080000Z", "durée"),
        ("DTSTART:20261203T080000Z\nDTEND:20261203T070000Z", "fin"),
        ("DTSTART;TZID=Nowhere/Land:20261203T080000\nDURATION:PT1H", "fuseau"),
        ("DTSTART:20261203T080000Z\nDURATION:PT1H\nRRULE:FREQ=POUET", "répétition (RRULE) est illisible"),
        ("DTSTART:20261203T080000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY", "plusieurs fois par jour"),
        ("DTSTART:16010101T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY", "1601"),
    ],
)
def test_an_event_that_cannot_be_taken_says_why_and_leaves_the_others(event, why):
    reading = read(event, "DTSTART:20261204T080000Z\nDURATION:PT1H")
    assert [one.starts_at for one in reading.events] == [paris(2026, 12, 4, 9)]
    assert why in reading.refused[0].why
    assert reading.refused[0].remedy.endswith(".")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_come_out_right_whatever_software_wrote_them(encoding):
    lines = "SUMMARY:Éthique à l’hôpital\nDTSTART:20261203T080000Z\nDURATION:PT1H"
    reading = read_calendar(calendar(lines).decode().encode(encoding), first=FIRST, last=LAST)
    assert [event.title for event in reading.events] == ["Éthique à l’hôpital"]


def test_a_line_folded_inside_a_letter_is_put_together_again():
    content = calendar("SUMMARY:Éthique\nDTSTART:20261203T080000Z\nDURATION:PT1H")
    folded = content.replace("É".encode(), b"\xc3\r\n \x89")
    assert read_calendar(folded, first=FIRST, last=LAST).events[0].title == "Éthique"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "format iCalendar"),
        (b"<html>Connectez-vous</html>", "format iCalendar"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "abîmé"),
        (b"BEGIN:VCALENDAR\r\n" + b"x" * (2 * 1024 * 1024), "2 Mo"),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(CalendarRefused, match=sentence):
        read_calendar(content, first=FIRST, last=LAST)


def test_more_than_can_be_taken_is_refused():
    daily = "DTSTART:20261102T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    with pytest.raises(CalendarRefused, match="2000"):
        read(*[daily] * 20)


def test_long_words_are_cut_to_what_is_kept():
    event = read(
        f"SUMMARY:{'a' * 500}\nLOCATION:{'b' * 500}\nDTSTART:20261203T080000Z\nDURATION:PT1H"
    ).events[0]
    assert (len(event.title), len(event.place)) == (160, 120)


LINES = st.lists(
    st.sampled_from(
        [
            "BEGIN:VEVENT",
            "END:VEVENT",
            "BEGIN:VTIMEZONE",
            "END:VTIMEZONE",
            "UID:a",
            "SUMMARY:Cours\x00",
            "DTSTART:20261203T080000Z",
            "DTSTART;VALUE=DATE:20261203",
            "DTSTART;TZID=:99999999T999999",
            "DTEND:19000101T000000Z",
            "DTEND;VALUE=DATE:20261204",
            "DURATION:-PT1H",
            "RRULE:FREQ=DAILY;COUNT=0",
            "RRULE:FREQ=WEEKLY;UNTIL=20261203",
            "RDATE;VALUE=PERIOD:20261203T080000Z/PT1H",
            "EXDATE:20261203T080000Z",
            "RECURRENCE-ID:20261203T080000Z",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20261203T080000Z",
            "STATUS:",
            "X-WR-TIMEZONE:Mars/Olympus",
        ]
    )
    | st.text(max_size=20),
    max_size=14,
)


@settings(max_examples=120, deadline=None)
@given(LINES)
def test_whatever_the_calendar_holds_nothing_breaks(lines):
    content = "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode(errors="replace")
    try:
        reading = read_calendar(content, first=FIRST, last=LAST)
    except CalendarRefused as refusal:
        assert str(refusal).endswith(".")
        return
    for event in reading.events:
        assert event.starts_at < event.ends_at
        assert event.ends_at > paris(2026, 11, 2)
        assert event.starts_at < paris(2027, 5, 2) + timedelta(days=1)
