"""The calendar to paint: months of candidate days, each with the same two boxes. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from design.french import short_date, weekday_date


@dataclass(frozen=True, slots=True)
class Column:
    """What one box of a day says: `code` ends its value, `label` heads its column."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`is_fixed`: known from elsewhere, it cannot be changed here."""

    code: str
    label: str
    is_on: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Line:
    day: date
    cells: tuple[Cell, ...]

    @property
    def label(self) -> str:
        """`mar. 1er`: the caption says the month."""
        return short_date(self.day).rsplit(maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    columns: Sequence[Column]
    lines: tuple[Line, ...]


def months_of(
    days: Iterable[date], columns: Sequence[Column], *, on: Collection[str], fixed: Collection[str] = ()
) -> list[Month]:
    """`days` in order, month by month; `on` and `fixed` hold codes such as `2026-12-10.matin`."""
    return [
        Month(
            date(year, month, 1),
            columns,
            tuple(Line(day, tuple(_cell(day, column, on, fixed) for column in columns)) for day in of_month),
        )
        for (year, month), of_month in groupby(days, key=lambda day: (day.year, day.month))
    ]


def _cell(day: date, column: Column, on: Collection[str], fixed: Collection[str]) -> Cell:
    code = f"{day.isoformat()}.{column.code}"
    return Cell(code, f"{weekday_date(day)}, {column.label}", code in on or code in fixed, code in fixed)
