"""Filters over `design.french`; a missing value renders as nothing."""

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from design import french

register = template.Library()


def _quiet(function: Callable[..., str]) -> Callable[..., str]:
    """The same function, silent on None and the empty string."""

    @wraps(function)
    def rendered(value: Any, *arguments: Any) -> str:
        return "" if value is None or value == "" else function(value, *arguments)

    return rendered


for _function in (
    french.capitalized,
    french.uncapitalized,
    french.clock,
    french.countdown,
    french.date_span,
    french.day_and_month,
    french.day_and_range,
    french.duration,
    french.in_words,
    french.list_words,
    french.long_date,
    french.medium_date,
    french.moment,
    french.month_and_year,
    french.number,
    french.of,
    french.ordinal,
    french.period,
    french.ordinal_word,
    french.short_date,
    french.signed,
    french.short_month_and_year,
    french.spaced,
    french.time_range,
    french.weekday_date,
):
    register.filter(_function.__name__, _quiet(_function))


@register.filter
def plural(count: int | None, words: str) -> str:
    """`{{ n|plural:"séance,séances" }}` → `3 séances`; the plural may be left out."""
    singular, _, many = words.partition(",")
    return french.plural(count or 0, singular, many or None)


@register.filter
def plural_word(count: int | None, words: str) -> str:
    """`{{ n|plural_word:"séance,séances" }}` → `séances`."""
    singular, _, many = words.partition(",")
    return french.plural_word(count or 0, singular, many or None)


@register.filter
def relative_day(value: date | None, today: date | None = None) -> str:
    """`dans trois jours`, counted from `today`, or from now when it is not given."""
    return "" if value is None else french.relative_day(value, today or localdate())


@register.filter(is_safe=True)
def superscripts(text: str) -> SafeString:
    """`1er`, `3e`, `1re` in a text become `1<sup>er</sup>`…; the rest is escaped."""
    return mark_safe(re.sub(r"\b(\d+)(er|re|e)\b", r"\1<sup>\2</sup>", conditional_escape(text)))


@register.simple_tag
def time_range(start: Any, end: Any) -> str:
    """`{% time_range s.starts_at s.ends_at %}` → `14 h – 16 h`."""
    return french.time_range(start, end)
