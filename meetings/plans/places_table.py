"""The places of one session as a table: a row for each start of a day, a column for each room."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from design.french import as_date, clock, month_and_year
from meetings.plans.places import Place


@dataclass(frozen=True)
class Cell:
    """A place, or what refuses a room for that many starts in a row."""

    place: Place | None
    starts: int = 1


@dataclass(frozen=True)
class Row:
    """A start of the day, or several in a row that the same thing refuses in every room."""

    hours: str
    why: str
    cells: list[Cell]


def by_month(places: list[Place]) -> list[tuple[str, list[tuple[date, int | None]]]]:
    """The days by month, each with its least change of cost; None when everything is refused."""
    best: dict[date, int | None] = {}
    for place in places:
        day = as_date(place.starts_at)
        known = best.setdefault(day, None)
        if place.delta is not None and (known is None or place.delta < known):
            best[day] = place.delta
    return [
        (month, list(days))
        for month, days in groupby(sorted(best.items()), lambda one: month_and_year(one[0]))
    ]


def rooms_of(places: list[Place]) -> tuple[list[str], list[tuple[str, str]]]:
    """The rooms of a day that have a place, and the others with what refuses them all day."""
    by_room: dict[str, list[Place]] = {}
    for place in places:
        by_room.setdefault(place.room_code, []).append(place)
    always = {
        room: set.intersection(*(set(place.reasons) for place in found)) for room, found in by_room.items()
    }
    own = {room: shared - _of_everywhere(always) for room, shared in always.items()}
    refused = [(room, sorted(own[room])[0]) for room in sorted(by_room) if own[room]]
    return [room for room in sorted(by_room) if not own[room]], refused


def _of_everywhere(reasons: dict[str, set[str]]) -> set[str]:
    """What refuses every room alike: the tutor's absence, a seminar."""
    return set.intersection(*reasons.values()) if reasons else set()


def rows_of(places: list[Place], rooms: list[str]) -> list[Row]:
    """The starts of a day, in these rooms; those that nothing but one fact refuses everywhere, in one row."""
    rows: list[tuple[datetime, str, list[Place | None]]] = []
    for starts_at, found in groupby(places, key=lambda place: place.starts_at):
        by_room = {place.room_code: place for place in found if place.room_code in rooms}
        shared = set.intersection(*(set(place.reasons) for place in by_room.values())) if by_room else set()
        rows.append((starts_at, min(shared, default=""), [by_room.get(room) for room in rooms]))
    shown = []
    for why, run in groupby(rows, key=lambda row: row[1]):
        if not why:
            shown += _open_rows([(starts_at, found) for starts_at, _, found in run])
            continue
        starts = [starts_at for starts_at, _, _ in run]
        hours = clock(starts[0]) if len(starts) == 1 else f"{clock(starts[0])} à {clock(starts[-1])}"
        shown.append(Row(hours, why, []))
    return shown


def _open_rows(run: list[tuple[datetime, list[Place | None]]]) -> list[Row]:
    """Starts in a row, each with the cells that begin there: what refuses a room stands once beside them."""
    rows = [Row(clock(starts_at), "", []) for starts_at, _ in run]
    for column in zip(*(places for _, places in run), strict=True):
        rank = 0
        for why, cells in groupby(column, key=_refusal):
            places = list(cells)
            if why:
                rows[rank].cells.append(Cell(places[0], len(places)))
            else:
                for offset, place in enumerate(places):
                    rows[rank + offset].cells.append(Cell(place))
            rank += len(places)
    return rows


def _refusal(place: Place | None) -> str:
    return place.reasons[0] if place and place.delta is None else ""
