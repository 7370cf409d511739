"""What is typed where a number or a day is expected is that, or nothing."""

from datetime import date

import pytest

from design.typed import date_in, number_in


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("9" * 15, 999_999_999_999_999)])
def test_a_number(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", "-1", "+1", " 1", "1\n", "1.0", "1e3", "٣", "²", "9" * 16, "douze"])
def test_no_number(text):
    assert number_in(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("2027-01-14", date(2027, 1, 14)), ("2027-02-31", None), ("demain", None), ("", None)],
)
def test_a_day(text, day):
    assert date_in(text) == day
