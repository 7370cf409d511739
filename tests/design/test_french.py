from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from design import french

THURSDAY = date(2027, 1, 14)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_long_date():
    assert plain(french.long_date(THURSDAY)) == "jeudi 14 janvier 2027"
    assert "14\u00a0janvier" in french.long_date(THURSDAY)


def test_first_of_the_month_is_an_ordinal():
    assert plain(french.long_date(date(2026, 9, 1))) == "mardi 1er septembre 2026"


def test_short_and_medium_dates():
    assert plain(french.short_date(THURSDAY)) == "jeu. 14 janv."
    assert plain(french.medium_date(THURSDAY)) == "14 janv. 2027"
    assert french.short_month_and_year(THURSDAY) == "janv. 2027"


@pytest.mark.parametrize(
    ("value", "said"),
    [(time(14), "14 h"), (time(14, 30), "14 h 30"), (time(8, 5), "8 h 05"), (time(0), "0 h")],
)
def test_clock(value, said):
    assert plain(french.clock(value)) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ((14, 0), (15, 0), "jeudi 14 janvier 2027"),
        ((14, 0), (16, 0), "du 14 janvier au 15 janvier 2027"),
        ((14, 14), (14, 18), "jeudi 14 janvier 2027, 14 h – 18 h"),
        ((14, 0), (14, 13), "jeudi 14 janvier 2027, jusqu’à 13 h"),
        ((14, 13), (15, 0), "jeudi 14 janvier 2027, à partir de 13 h"),
    ],
)
def test_a_period_says_no_midnight(start, end, said):
    first, last = (datetime(2027, 1, day, hour, tzinfo=french.PARIS) for day, hour in (start, end))
    assert plain(french.period(first, last)) == said


def test_aware_datetimes_are_read_in_paris():
    utc = datetime(2027, 7, 13, 22, 30, tzinfo=UTC)
    assert plain(french.clock(utc)) == "0 h 30"
    assert french.as_date(utc) == date(2027, 7, 14)


def test_day_and_range_is_the_house_form():
    start = datetime(2027, 1, 14, 13, tzinfo=UTC)
    end = datetime(2027, 1, 14, 15, tzinfo=UTC)
    assert plain(french.day_and_range(start, end)) == "jeudi 14 janvier 2027, 14 h – 16 h"


def test_date_span_says_a_shared_year_once():
    assert plain(french.date_span(date(2026, 11, 2), date(2027, 5, 2))) == "du 2 novembre 2026 au 2 mai 2027"
    assert plain(french.date_span(date(2027, 1, 12), date(2027, 1, 21))) == "du 12 janvier au 21 janvier 2027"


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 séance"), (1, "1 séance"), (1.5, "1,5 séance"), (2, "2 séances"), (1234, "1 234 séances")],
)
def test_plural_starts_at_two(count, said):
    assert plain(french.plural(count, "séance")) == said


def test_plural_of_several_words_and_irregular():
    assert french.plural_word(3, "séance tenue") == "séances tenues"
    assert french.plural_word(3, "cas", "cas") == "cas"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "aujourd’hui"),
        (1, "demain"),
        (2, "après-demain"),
        (-1, "hier"),
        (3, "dans trois jours"),
        (-5, "il y a cinq jours"),
        (14, "dans deux semaines"),
        (-91, "il y a trois mois"),
        (730, "dans deux ans"),
    ],
)
def test_relative_day(days, said):
    today = date(2027, 1, 11)
    assert french.relative_day(date.fromordinal(today.toordinal() + days), today) == said


def test_duration_ordinal_list_and_elision():
    assert plain(french.duration(72)) == "1 h 12"
    assert plain(french.duration(45)) == "45 min"
    assert plain(french.duration(120)) == "2 h"
    assert (french.ordinal(1), french.ordinal(1, feminine=True), french.ordinal(3)) == ("1er", "1re", "3e")
    assert french.ordinal_word(3) == "troisième"
    assert french.list_words(["Malo", "Jules", "Inès"]) == "Malo, Jules et Inès"
    assert french.list_words([]) == ""
    assert (french.of("Inès"), french.of("Malo")) == ("d’Inès", "de Malo")
    assert french.countdown(30) == "J\u201130"


def test_spaced_uses_the_right_no_break_spaces():
    assert french.spaced("Tenus ? Oui : « bien »") == "Tenus\u202f? Oui\u00a0: «\u00a0bien\u00a0»"


@given(st.text(max_size=60))
def test_spaced_twice_is_spaced_once(text):
    once = french.spaced(text)
    assert french.spaced(once) == once


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_every_day_has_its_words(day):
    words = french.long_date(day).replace("\u00a0", " ").split()
    assert words[0] in french.WEEKDAYS
    assert words[2] in french.MONTHS
    assert int(words[3]) == day.year


def test_filters_and_superscripts_escape():
    template = Template(
        '{{ day|long_date }}|{{ 3|plural:"séance" }}|{{ nothing|long_date }}|{{ text|superscripts }}'
    )
    rendered = template.render(Context({"day": THURSDAY, "nothing": None, "text": "3e <b>1er</b> 12 000"}))
    day, count, nothing, text = rendered.split("|")
    assert plain(day) == "jeudi 14 janvier 2027"
    assert plain(count) == "3 séances"
    assert nothing == ""
    assert text == "3<sup>e</sup> &lt;b&gt;1<sup>er</sup>&lt;/b&gt; 12 000"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Point sur le stage", "point sur le stage"),
        ("RSCA déposés", "RSCA déposés"),
        ("", ""),
        ("À lire", "à lire"),
    ],
)
def test_uncapitalized_leaves_acronyms(text, inside):
    assert french.uncapitalized(text) == inside
