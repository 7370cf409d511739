"""The dates of the demo, all computed from the day it is loaded, so that it never looks stale."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

from design.french import PARIS

WINTER, SUMMER = "winter", "summer"
SATURDAY = 5
TUESDAY, THURSDAY = 1, 3
NOTICE = timedelta(days=14)
LAST_NOTICE = timedelta(days=4)
USUAL_FROM, USUAL_UNTIL = timedelta(days=4), timedelta(days=40)
YEARS_KEPT = 4
END_OF_YEAR_FROM, END_OF_YEAR_UNTIL = (12, 20), (1, 3)
"""Month and day: nobody is asked to come between them."""


@dataclass(frozen=True, order=True)
class Term:
    """A semester: its first and last day, as the rule of B.2 gives them."""

    starts_on: date
    ends_on: date
    season: str

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @property
    def usual_thursday(self) -> date:
        """The day sessions are usually held: a Thursday of December, or of June, that is worked."""
        year, month = (self.starts_on.year, 12) if self.season == WINTER else (self.ends_on.year, 6)
        return first_worked(THURSDAY, date(year, month, 8))


@dataclass(frozen=True)
class DemoCalendar:
    """What the demo needs to know of time on `today`.

    `terms` go from the entry of the oldest cohort to the term after the campaign. The campaign is the
    session to come: its term, its Thursday and its Tuesday.
    """

    today: date
    current: Term
    campaign: Term
    thursday: date
    tuesday: date
    terms: tuple[Term, ...]
    cohort_years: tuple[int, ...]

    @property
    def newest(self) -> int:
        return self.cohort_years[0]

    def entry_of(self, year: int) -> date:
        return term_start(year, WINTER)

    def rank(self, year: int, term: Term) -> int:
        """Rank (1, 2…) of `term` for the cohort which entered in `year`."""
        half_years = (term.starts_on.year - year) * 2
        return half_years + (1 if term.season == WINTER else 0)

    def past_terms(self, year: int) -> list[Term]:
        """The terms of the cohort which are behind the campaign, oldest first."""
        entry = self.entry_of(year)
        return [term for term in self.terms if entry <= term.starts_on < self.campaign.starts_on]

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), tzinfo=PARIS)

    def before_today(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        return self.moment(self.today - timedelta(days=days), hour, minute)


def calendar_on(today: date) -> DemoCalendar:
    """The calendar of the demo as seen from `today`: four cohorts, one campaign ahead."""
    current = term_of(today)
    thursday = next_thursday(today, current)
    campaign = current
    if thursday is None:
        campaign = following(current)
        thursday = first_worked(THURSDAY, max(today + NOTICE, campaign.starts_on))
    newest = campaign.starts_on.year - (campaign.season == SUMMER)
    years = tuple(newest - age for age in range(YEARS_KEPT))
    term = term_of(term_start(years[-1], WINTER))
    terms = [term]
    while term <= campaign:
        term = following(term)
        terms.append(term)
    return DemoCalendar(
        today, current, campaign, thursday, tuesday_near(thursday, campaign), tuple(terms), years
    )


def next_thursday(today: date, term: Term) -> date | None:
    """The Thursday of the sessions to come, or None when the term is too near its end.

    The usual Thursday of the term when there is time enough to convene, else the first worked one two weeks
    ahead, else the last of the term.
    """
    if USUAL_FROM <= term.usual_thursday - today <= USUAL_UNTIL:
        return term.usual_thursday
    ahead = first_worked(THURSDAY, today + NOTICE)
    while ahead > term.ends_on:
        ahead -= timedelta(days=7)
    while not is_worked(ahead):
        ahead -= timedelta(days=7)
    return ahead if ahead - today >= LAST_NOTICE else None


def tuesday_near(thursday: date, term: Term) -> date:
    """The other day of the sessions: the Tuesday after, or before at the end of a term or of a year."""
    after = thursday + timedelta(days=5)
    return after if after in term and is_worked(after) else thursday - timedelta(days=2)


def term_of(day: date) -> Term:
    """The term which contains `day`."""
    starts = [term_start(day.year + offset, season) for offset in (-1, 0, 1) for season in (WINTER, SUMMER)]
    start = max(start for start in starts if start <= day)
    end = min(start for start in starts if start > day) - timedelta(days=1)
    return Term(start, end, WINTER if start.month == 11 else SUMMER)


def following(term: Term) -> Term:
    """The term after `term`."""
    return term_of(term.ends_on + timedelta(days=1))


@cache
def term_start(year: int, season: str) -> date:
    """The first working day on or after 2 November or 2 May (B.2)."""
    day = date(year, 11 if season == WINTER else 5, 2)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def first_worked(weekday: int, day: date) -> date:
    """The first such weekday on or after `day` that is worked."""
    day += timedelta(days=(weekday - day.weekday()) % 7)
    while not is_worked(day):
        day += timedelta(days=7)
    return day


def is_worked(day: date) -> bool:
    """Neither a public holiday nor in the two weeks of the end of the year."""
    end_of_year = (day.month, day.day) >= END_OF_YEAR_FROM or (day.month, day.day) <= END_OF_YEAR_UNTIL
    return not end_of_year and day not in _holidays(day.year)


@cache
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("FR", years=year)
