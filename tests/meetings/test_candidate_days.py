"""The days on which a session may be placed, and the constraints of what is collected before."""

from datetime import date

import pytest
from django.db import IntegrityError

from meetings.candidate_days import candidate_days
from meetings.models import CalendarFeed, Room, Semester
from tests.factories.groups import CohortFactory
from tests.factories.meetings import RoomFactory

WINTER = Semester(season="winter", starts_on=date(2026, 11, 2), ends_on=date(2027, 5, 2))


def test_tuesdays_and_thursdays_that_are_worked():
    days = candidate_days(WINTER)
    assert {day.weekday() for day in days} == {1, 3}
    assert days[0] == date(2026, 11, 3)
    assert days[-1] == date(2027, 4, 29)
    assert date(2026, 12, 24) in days


def test_other_weekdays_when_the_policy_says_so_and_never_a_public_holiday():
    days = candidate_days(WINTER, weekdays=(4,))
    assert {day.weekday() for day in days} == {4}
    assert date(2027, 1, 1) not in days  # a Friday


@pytest.mark.parametrize(
    ("complaints", "suits", "is_round"), [(0, True, True), (1, True, False), (2, False, False)]
)
def test_complaints_lower_the_suitability_of_a_room(complaints, suits, is_round):
    room = Room(code="A", capacity=10, layout=Room.Layout.CIRCLE, open_complaints=complaints)
    assert (room.suits_groups, room.is_round_table) == (suits, is_round)


@pytest.mark.django_db
@pytest.mark.parametrize(("cohort", "room"), [(False, False), (True, True)])
def test_a_feed_is_of_a_cohort_or_of_a_room(cohort, room):
    with pytest.raises(IntegrityError):
        CalendarFeed.objects.create(
            name="Agenda",
            cohort=CohortFactory() if cohort else None,
            room=RoomFactory() if room else None,
        )
