"""French wording of dates, times, durations and counts. Pure; aware datetimes are read in Paris time.

Spaces: U+00A0 inside an hour and between a number and what it counts (`14 h 30`, `3 séances`, `14 janvier`);
ordinary spaces elsewhere, so that lines can still break (LANGUAGE.md, Voix).
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import cast
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
THIN = "\u202f"
NBHYPHEN = "\u2011"
MINUS = "\u2212"
PARIS = ZoneInfo("Europe/Paris")

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_WEEKDAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
SHORT_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juill.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
NUMBERS = (
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
)
ORDINAL_WORDS = (
    "",
    "première",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
)


def as_local(value: date | time) -> date | time:
    """The same moment as Paris clocks show it; naive values, dates and times pass unchanged."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(PARIS)
    return value


def as_date(value: date) -> date:
    """The calendar day in Paris of a date or a datetime."""
    local = as_local(value)
    if isinstance(local, datetime):
        return local.date()
    return cast(date, local)


def _day_number(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def day_and_month(value: date) -> str:
    """`14 janvier`, `1er septembre`."""
    day = as_date(value)
    return f"{_day_number(day)}{NBSP}{MONTHS[day.month - 1]}"


def long_date(value: date) -> str:
    """`jeudi 14 janvier 2027`."""
    day = as_date(value)
    return f"{WEEKDAYS[day.weekday()]} {day_and_month(day)} {day.year}"


def weekday_date(value: date) -> str:
    """`jeudi 14 janvier`, when the year is obvious."""
    day = as_date(value)
    return f"{WEEKDAYS[day.weekday()]} {day_and_month(day)}"


def short_date(value: date) -> str:
    """`jeu. 14 janv.`."""
    day = as_date(value)
    number_and_month = f"{_day_number(day)}{NBSP}{SHORT_MONTHS[day.month - 1]}"
    return f"{SHORT_WEEKDAYS[day.weekday()]}{NBSP}{number_and_month}"


def medium_date(value: date) -> str:
    """`14 janv. 2027`, for columns."""
    day = as_date(value)
    return f"{_day_number(day)}{NBSP}{SHORT_MONTHS[day.month - 1]} {day.year}"


def short_month_and_year(value: date) -> str:
    """`janv. 2027`."""
    day = as_date(value)
    return f"{SHORT_MONTHS[day.month - 1]} {day.year}"


def month_and_year(value: date) -> str:
    """`janvier 2027`."""
    day = as_date(value)
    return f"{MONTHS[day.month - 1]} {day.year}"


def clock(value: datetime | time) -> str:
    """`14 h`, `14 h 30`, `8 h 05`."""
    local = cast(time, as_local(value))
    minutes = f"{NBSP}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def time_range(start: datetime | time, end: datetime | time) -> str:
    """`14 h – 16 h`."""
    return f"{clock(start)}{NBSP}– {clock(end)}"


def day_and_range(start: datetime, end: datetime) -> str:
    """`jeudi 14 janvier 2027, 14 h – 16 h`."""
    return f"{long_date(start)}, {time_range(start, end)}"


def date_span(start: date, end: date) -> str:
    """`du 2 novembre 2026 au 2 mai 2027`; the year is said once when both share it."""
    first, last = as_date(start), as_date(end)
    year = "" if first.year == last.year else f" {first.year}"
    return f"du {day_and_month(first)}{year} au {day_and_month(last)} {last.year}"


def period(start: datetime, end: datetime) -> str:
    """`jeudi 10 décembre 2026`, `du 14 décembre au 18 décembre 2026`, `jeudi 10 décembre 2026, 14 h – 18 h`.

    From or until midnight: `jeudi 10 décembre 2026, jusqu’à 13 h`, `…, à partir de 13 h`.
    """
    first, last = start.astimezone(PARIS), end.astimezone(PARIS)
    last_day = (last - timedelta(microseconds=1)).date()
    if first.time() == last.time() == time():
        return long_date(first) if first.date() == last_day else date_span(first.date(), last_day)
    if first.date() == last_day and first.time() == time():
        return f"{long_date(first)}, jusqu’à {clock(last)}"
    if first.date() == last_day and last.time() == time():
        return f"{long_date(first)}, à partir de {clock(first)}"
    if first.date() == last_day:
        return day_and_range(start, end)
    return f"du {long_date(first)}, {clock(first)}, au {long_date(last)}, {clock(last)}"


def moment(value: datetime) -> str:
    """`14 janvier 2027 à 15 h 03`."""
    return f"{day_and_month(value)} {as_date(value).year} à {clock(value)}"


def number(value: int | float | Decimal, decimals: int | None = None) -> str:
    """`1 234`, `4,9`: comma for decimals, thin no-break space for thousands."""
    text = f"{value:,.{decimals}f}" if decimals is not None else f"{value:,}"
    return text.replace(",", THIN).replace(".", ",")


def signed(value: int | float) -> str:
    """`+3`, `−5`, `0`: a change, with a true minus."""
    return f"{'+' if value > 0 else MINUS if value < 0 else ''}{number(abs(value))}"


def plural(count: int | float, singular: str, many: str | None = None) -> str:
    """`1 séance`, `3 séances`, `0 séance`: French keeps the singular below two."""
    return f"{number(count)}{NBSP}{plural_word(count, singular, many)}"


def plural_word(count: int | float, singular: str, many: str | None = None) -> str:
    """The word alone; without `many`, each word of `singular` takes an s."""
    if abs(count) < 2:
        return singular
    return many if many is not None else re.sub(r"(\w)\b", r"\1s", singular)


def ordinal(rank: int, feminine: bool = False) -> str:
    """`1er`, `1re`, `3e` in plain text; the `superscripts` filter raises the letters."""
    if rank == 1:
        return "1re" if feminine else "1er"
    return f"{rank}e"


def ordinal_word(rank: int, feminine: bool = True) -> str:
    """`première`, `premier`, `troisième`; figures past ten."""
    if rank == 1 and not feminine:
        return "premier"
    return ORDINAL_WORDS[rank] if 0 < rank < len(ORDINAL_WORDS) else ordinal(rank, feminine)


def in_words(count: int, feminine: bool = False) -> str:
    """`trois`, `une`; figures past sixteen."""
    if count == 1 and feminine:
        return "une"
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else number(count)


def duration(minutes: int | float) -> str:
    """`45 min`, `1 h`, `1 h 12`."""
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h" + (f"{NBSP}{rest:02d}" if rest else "")


def relative_day(value: date, today: date) -> str:
    """`aujourd’hui`, `demain`, `dans trois jours`, `il y a deux semaines`, `dans 5 mois`."""
    days = (as_date(value) - as_date(today)).days
    near = {-2: "avant-hier", -1: "hier", 0: "aujourd’hui", 1: "demain", 2: "après-demain"}
    if days in near:
        return near[days]
    lead = "dans" if days > 0 else "il y a"
    distance = abs(days)
    if distance <= 13:
        return f"{lead} {in_words(distance)} jours"
    if distance < 61:
        weeks = round(distance / 7)
        return f"{lead} {in_words(weeks, feminine=True)} semaine{'s' if weeks > 1 else ''}"
    if distance < 700:
        return f"{lead} {in_words(round(distance / 30.44))} mois"
    years = round(distance / 365.25)
    return f"{lead} {in_words(years)} an{'s' if years > 1 else ''}"


def list_words(words: Iterable[str], last: str = "et") -> str:
    """`Malo, Jules et Inès`."""
    items = [str(word) for word in words]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def countdown(days: int) -> str:
    """`J‑30`, with the hyphen that never breaks."""
    return f"J{NBHYPHEN}{days}"


def of(name: str) -> str:
    """`d’Inès`, `de Malo`: the preposition elided before a vowel (h is read as mute)."""
    return f"d’{name}" if re.match(r"[aeiouyhàâäéèêëîïôöùûüÿœ]", name, re.IGNORECASE) else f"de {name}"


def spaced(text: str) -> str:
    """Typed text with French no-break spaces: thin before ; ? !, full before : and inside « »."""
    text = re.sub(r"[ \u00a0\u202f]+([;?!])", THIN + r"\1", text)
    text = re.sub(r"[ \u00a0\u202f]+(:)(?=\s|$)", NBSP + r"\1", text)
    text = re.sub(r"«[ \u00a0\u202f]*", f"«{NBSP}", text)
    return re.sub(r"[ \u00a0\u202f]*»", f"{NBSP}»", text)


def uncapitalized(text: str) -> str:
    """The same words inside a sentence: `Point sur le stage` → `point sur le stage`; `RSCA déposés` stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def capitalized(text: str) -> str:
    """The first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]
