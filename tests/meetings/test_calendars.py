"""Calendar entries: whatever goes in comes back out of a parser, in the order calendars need."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from meetings.calendars import Invitation, Mailbox, cancellation, feed, request

PARIS = ZoneInfo("Europe/Paris")
STAMP = datetime(2026, 12, 1, 8, tzinfo=UTC)


def make(**changes) -> Invitation:
    facts = {
        "uid": "0d9f@tutorat.example",
        "sequence": 0,
        "stamp": STAMP,
        "starts_at": datetime(2027, 1, 14, 13, tzinfo=UTC),
        "ends_at": datetime(2027, 1, 14, 15, tzinfo=UTC),
        "summary": "Groupe tutorial 25‑07",
        "location": "salle B 204, Faculté de médecine",
        "organizer": Mailbox("Secrétariat du DUMG", "secretariat@tutorat.example"),
        "attendee": Mailbox("Inès Barthélemy", "ines@etu.example"),
    }
    return Invitation(**facts | changes)


def only_event(text: str):
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


def test_request_asks_the_attendee_and_names_the_organizer():
    text = request(make())
    event = only_event(text)

    assert "METHOD:REQUEST" in text
    assert event["status"] == "CONFIRMED"
    assert event["transp"] == "OPAQUE"
    assert event["organizer"] == "mailto:secretariat@tutorat.example"
    assert event["attendee"] == "mailto:ines@etu.example"
    assert event["attendee"].params["RSVP"] == "TRUE"
    assert event["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert event["dtstamp"].dt == event["last-modified"].dt == STAMP


def test_request_after_an_answer_keeps_it():
    event = only_event(request(make(accepted=True)))

    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"


def test_cancellation_takes_away_the_same_entry():
    asked, cancelled = only_event(request(make())), only_event(cancellation(make(sequence=1)))

    assert asked["uid"] == cancelled["uid"]
    assert cancelled["sequence"] == 1
    assert cancelled["status"] == "CANCELLED"
    assert "METHOD:CANCEL" in cancellation(make())


def test_feed_asks_nobody():
    text = feed([make(), make(uid="other@tutorat.example")], "Tutorat")
    events = Calendar.from_ical(text).walk("VEVENT")

    assert len(events) == 2
    assert "METHOD:PUBLISH" in text
    assert all("attendee" not in event for event in events)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [(datetime(2027, 1, 14, 13, tzinfo=UTC), 14), (datetime(2027, 6, 17, 12, tzinfo=UTC), 14)],
)
def test_hours_are_those_of_paris_clocks(moment, shown):
    text = request(make(starts_at=moment, ends_at=moment + timedelta(hours=2)))

    assert f"DTSTART;TZID=Europe/Paris:{moment:%Y%m%d}T{shown}0000" in text
    assert only_event(text)["dtstart"].dt == moment


def test_time_zone_rules_agree_with_the_system_for_every_day_of_the_years_to_come():
    (zone,) = Calendar.from_ical(request(make())).walk("VTIMEZONE")
    rebuilt = zone.to_tz(lookup_tzid=False)

    for days in range(365 * 4):
        noon = datetime(2026, 9, 1, 12) + timedelta(days=days)
        assert noon.replace(tzinfo=rebuilt).utcoffset() == noon.replace(tzinfo=PARIS).utcoffset()


def test_lines_are_short_and_end_as_the_standard_says():
    text = request(make(description="É" * 500))

    lines = text.split("\r\n")
    assert "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75


words = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp"), blacklist_characters="\u0085"), max_size=80
)


@given(
    summary=words,
    location=words,
    description=st.lists(words, max_size=4).map("\n".join),
    name=words,
    sequence=st.integers(0, 10_000),
    start=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    minutes=st.integers(1, 600),
)
def test_whatever_goes_in_comes_back(summary, location, description, name, sequence, start, minutes):
    start = start.replace(microsecond=0)
    invitation = make(
        summary=summary,
        location=location,
        description=description,
        attendee=Mailbox(name, "ines@etu.example"),
        sequence=sequence,
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
    )

    event = only_event(request(invitation))

    assert event["summary"] == summary
    assert event["location"] == location
    assert event.get("description", "") == description
    assert event["sequence"] == sequence
    assert event["dtstart"].dt == start
    assert event["dtend"].dt == invitation.ends_at
    assert event["attendee"] == "mailto:ines@etu.example"
