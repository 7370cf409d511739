"""The dates of the demo, whatever the day it is loaded."""

from datetime import date, timedelta

import pytest

from tutorat.demo.calendar import SUMMER, WINTER, calendar_on, is_worked, term_start

KNOWN_STARTS = (
    *("2023-05-02", "2023-11-02", "2024-05-02", "2024-11-04", "2025-05-02", "2025-11-03", "2026-05-04"),
    *("2026-11-02", "2027-05-03", "2027-11-02", "2028-05-02", "2028-11-02", "2029-05-02", "2030-05-02"),
)
ODD_DAYS = (
    date(2026, 11, 23),
    date(2026, 11, 2),
    date(2026, 10, 30),
    date(2026, 12, 24),
    date(2027, 1, 1),
    date(2027, 5, 2),
    date(2027, 7, 14),
    date(2027, 8, 15),
    date(2028, 2, 29),
    date(2028, 5, 1),
)


@pytest.mark.parametrize("start", KNOWN_STARTS)
def test_terms_start_on_the_first_working_day(start):
    day = date.fromisoformat(start)

    assert term_start(day.year, WINTER if day.month == 11 else SUMMER) == day


@pytest.mark.parametrize("today", [date(2026, 11, day) for day in (2, 10, 23, 30)] + [date(2026, 12, 5)])
def test_in_the_autumn_of_2026_the_common_days_are_those_of_the_dossier(today):
    calendar = calendar_on(today)

    assert (calendar.thursday, calendar.tuesday) == (date(2026, 12, 10), date(2026, 12, 15))


def test_november_2026_is_what_the_dossier_says():
    calendar = calendar_on(date(2026, 11, 23))

    assert calendar.cohort_years == (2026, 2025, 2024, 2023)
    assert [calendar.rank(year, calendar.campaign) for year in calendar.cohort_years] == [1, 3, 5, 7]
    assert [len(calendar.past_terms(year)) for year in calendar.cohort_years] == [0, 2, 4, 6]
    assert [calendar.entry_of(year) for year in calendar.cohort_years] == [
        date(2026, 11, 2),
        date(2025, 11, 3),
        date(2024, 11, 4),
        date(2023, 11, 2),
    ]


@pytest.mark.parametrize("today", ODD_DAYS, ids=str)
def test_there_is_a_campaign_ahead_on(today):
    assert_campaign_ahead(today)


def test_there_is_a_campaign_ahead_every_week_of_four_years():
    for week in range(210):
        assert_campaign_ahead(date(2026, 1, 1) + timedelta(days=7 * week))


def assert_campaign_ahead(today):
    calendar = calendar_on(today)

    assert today in calendar.current
    for day in (calendar.thursday, calendar.tuesday):
        assert day > today
        assert day in calendar.campaign
        assert is_worked(day)
    assert (calendar.thursday.weekday(), calendar.tuesday.weekday()) == (3, 1)
    assert calendar.thursday - today <= timedelta(days=45)
    assert all(1 <= calendar.rank(year, calendar.campaign) <= 8 for year in calendar.cohort_years)
    oldest = calendar.cohort_years[-1]
    assert all(term.usual_thursday < today for term in calendar.past_terms(oldest))
    assert calendar.campaign in calendar.terms
    assert calendar.current in calendar.terms
