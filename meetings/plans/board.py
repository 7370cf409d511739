"""The board as it is drawn: days in columns, lanes in rows, blocks on a grid of quarters of an hour.

Plain data in, plain data out; what is on it is read by `meetings.plans.reading`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from design.french import PARIS, SHORT_MONTHS, as_date, as_local
from meetings.plans.differences import Change

QUARTER = timedelta(minutes=15)
HOUR = 4
"""Quarters in an hour."""
EARLIEST, LATEST = 9, 18
"""The board shows at least these hours, and more when a session falls outside them…"""
FLOOR, CEILING = 7, 21
"""… within these."""
OPEN_DAYS = 2
"""How many days stand open beside folded ones."""
SQUARES = 4
"""How many squares a folded day gives a lane; beyond it a number says how many more."""


class View(StrEnum):
    """What a row of the board stands for; the values are those of the address."""

    ROOMS = "salles"
    TUTORS = "tuteurs"
    COHORTS = "promotions"


@dataclass(frozen=True)
class Card:
    """One group's session where the plan has it; `starts_at` is None while it waits for a slot."""

    group: int
    code: str
    year: int
    tutor: str
    tutors: tuple[int, ...]
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room: int | None = None
    where: str = ""
    """The code of the room, or the place elsewhere."""
    session: int | None = None
    change: Change | None = None
    is_locked: bool = False
    is_fixed: bool = False
    room_confirmed: bool = True
    announced: datetime | None = None
    """When people were told that it is, while it has no place any more: publishing cancels it."""

    @property
    def day(self) -> date | None:
        return as_date(self.starts_at) if self.starts_at else None


@dataclass(frozen=True)
class Period:
    """A seminar of a cohort (`year`) or the closure of a room (`room`)."""

    text: str
    starts_at: datetime
    ends_at: datetime
    year: int | None = None
    room: int | None = None


@dataclass(frozen=True)
class RoomLane:
    id: int
    code: str
    capacity: int
    layout: str
    to_confirm: bool = False


@dataclass(frozen=True)
class Day:
    """A column: open with its hours, or folded into squares."""

    day: date
    is_open: bool
    sessions: int = 0
    tutors: int = 0
    holiday: str = ""
    is_locked: bool = False
    is_past: bool = False

    @property
    def month(self) -> str:
        return SHORT_MONTHS[self.day.month - 1]


@dataclass(frozen=True)
class Block:
    """Something on an open day: where it begins and how long it lasts, in quarters; `track` from 1."""

    start: int
    span: int
    track: int = 1
    card: Card | None = None
    period: Period | None = None


@dataclass(frozen=True)
class Cell:
    """One lane on one day."""

    day: Day
    blocks: Sequence[Block] = ()
    cards: Sequence[Card] = ()
    tracks: int = 1

    @property
    def squares(self) -> list[Card | None]:
        """The cards of a folded day in order, filled up with empty places."""
        shown: list[Card | None] = list(self.cards[:SQUARES])
        return shown + [None] * (SQUARES - len(shown))

    @property
    def more(self) -> int:
        return max(0, len(self.cards) - SQUARES)


@dataclass(frozen=True)
class Lane:
    key: str
    name: str
    detail: str = ""
    warning: str = ""
    year: int | None = None
    cells: Sequence[Cell] = ()


@dataclass(frozen=True)
class Board:
    days: Sequence[Day]
    seminars: Lane | None
    lanes: Sequence[Lane]
    waiting: Sequence[Card]
    first_hour: int
    last_hour: int
    cards: Sequence[Card] = ()

    @property
    def hours(self) -> range:
        return range(self.last_hour - self.first_hour)

    @property
    def folded(self) -> int:
        return sum(not day.is_open for day in self.days)

    @property
    def labels(self) -> list[tuple[int, int]]:
        """The hours written above an open day, with the quarter where each stands."""
        return [
            ((hour - self.first_hour) * HOUR, hour) for hour in range(self.first_hour, self.last_hour - 1, 2)
        ]

    @property
    def by_day(self) -> list[tuple[Day, list[Card]]]:
        """The same as one list a day, for a narrow screen."""
        cards: dict[date | None, list[Card]] = defaultdict(list)
        for card in self.cards:
            cards[card.day].append(card)
        return [(day, cards[day.day]) for day in self.days if cards[day.day] or day.holiday]


@dataclass(frozen=True)
class Material:
    """Everything the board is drawn from."""

    cards: Sequence[Card]
    rooms: Sequence[RoomLane] = ()
    tutors: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Tutor → name and what stands under it."""
    cohorts: Sequence[int] = ()
    seminars: Sequence[Period] = ()
    closures: Sequence[Period] = ()
    candidate_days: Collection[date] = ()
    locked_days: Collection[date] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    changes: Mapping[Change, int] = field(default_factory=dict)
    """How many sessions each change concerns, compared with what people were told."""
    people_told: int = 0


def draw(material: Material, view: View, *, asked: Collection[date], today: date) -> Board:
    """Lay the material out: `asked` are the days to open, by default the next two that have sessions."""
    placed = sorted(
        (card for card in material.cards if card.starts_at), key=lambda card: (card.starts_at, card.code)
    )
    days = _days(material, placed, asked, today)
    first_hour, last_hour = _hours([card for card in placed if _is_open(card, days)])
    grid = _Grid(first_hour, last_hour)
    lanes = [
        replace(lane, cells=[_cell(day, lane, holds(lane), material, grid) for day in days])
        for lane, holds in _lanes(view, material, placed)
    ]
    taught = [_teaching(day, material.seminars, grid) for day in days]
    return Board(
        days=days,
        seminars=Lane("seminaires", "Séminaires", cells=taught) if any(c.blocks for c in taught) else None,
        lanes=lanes,
        waiting=[card for card in material.cards if not card.starts_at],
        first_hour=first_hour,
        last_hour=last_hour,
        cards=placed,
    )


def lane_of_room(room: int) -> str:
    return f"salle-{room}"


def lane_of_tutor(tutor: int) -> str:
    return f"tuteur-{tutor}"


def lane_of_cohort(year: int) -> str:
    return f"promotion-{year}"


def opened(used: Sequence[date], asked: Collection[date], today: date) -> set[date]:
    """The days that stand open: those asked for, else the next two, or all when they are three at most."""
    if asked:
        return set(asked)
    if len(used) <= OPEN_DAYS + 1:
        return set(used)
    coming = [day for day in used if day >= today]
    return set(coming[:OPEN_DAYS] if len(coming) >= OPEN_DAYS else used[-OPEN_DAYS:])


def _days(material: Material, placed: Sequence[Card], asked: Collection[date], today: date) -> list[Day]:
    counts: dict[date, int] = defaultdict(int)
    tutors: dict[date, set[int]] = defaultdict(set)
    for card in placed:
        if card.day:
            counts[card.day] += 1
            tutors[card.day].update(card.tutors[:1])
    used = sorted(counts)
    standing = opened(used, asked, today) or set(sorted(material.candidate_days)[:OPEN_DAYS])
    return [
        Day(
            day=day,
            is_open=day in standing,
            sessions=counts.get(day, 0),
            tutors=len(tutors.get(day, ())),
            holiday=material.holidays.get(day, ""),
            is_locked=day in material.locked_days,
            is_past=day < today,
        )
        for day in sorted(standing | set(used))
    ]


def _is_open(card: Card, days: Sequence[Day]) -> bool:
    return any(day.is_open and day.day == card.day for day in days)


def _hours(cards: Iterable[Card]) -> tuple[int, int]:
    first, last = EARLIEST, LATEST
    for card in cards:
        start, end = as_local(card.starts_at), as_local(card.ends_at)  # type: ignore[arg-type]
        first = min(first, start.hour)  # type: ignore[union-attr]
        last = max(last, end.hour + bool(end.minute))  # type: ignore[union-attr]
    return max(first, FLOOR), min(last, CEILING)


@dataclass(frozen=True)
class _Grid:
    first_hour: int
    last_hour: int

    @property
    def quarters(self) -> int:
        return (self.last_hour - self.first_hour) * HOUR

    def place(self, day: date, starts_at: datetime, ends_at: datetime) -> tuple[int, int] | None:
        """First quarter and length on that day, cut to the hours shown; None outside them."""
        opening = datetime.combine(day, time(self.first_hour), PARIS)
        start = max(0, (starts_at - opening) // QUARTER)
        end = min(self.quarters, -((opening - ends_at) // QUARTER))
        return (start, end - start) if start < end else None


def _lanes(
    view: View, material: Material, placed: Sequence[Card]
) -> list[tuple[Lane, Callable[[Lane], list[Card]]]]:
    """The rows of a view, each with the function that gives its cards."""
    by_room: dict[str, list[Card]] = defaultdict(list)
    by_tutor: dict[str, list[Card]] = defaultdict(list)
    by_cohort: dict[str, list[Card]] = defaultdict(list)
    for card in placed:
        by_room[lane_of_room(card.room) if card.room else "ailleurs"].append(card)
        by_cohort[lane_of_cohort(card.year)].append(card)
        for tutor in card.tutors:
            by_tutor[lane_of_tutor(tutor)].append(card)
    if view is View.TUTORS:
        rows = [Lane(lane_of_tutor(tutor), name, detail) for tutor, (name, detail) in material.tutors.items()]
        held = by_tutor
    elif view is View.COHORTS:
        rows = [Lane(lane_of_cohort(year), f"Promotion {year}", year=year) for year in material.cohorts]
        held = by_cohort
    else:
        rows = [
            Lane(
                lane_of_room(room.id),
                room.code,
                f"{room.capacity} pl., {room.layout}",
                warning="à confirmer" if room.to_confirm else "",
            )
            for room in material.rooms
        ]
        held = by_room
        if held["ailleurs"]:
            rows.append(Lane("ailleurs", "Ailleurs", "ou salle à trouver"))
    return [(row, lambda lane: held[lane.key]) for row in rows]


def _cell(day: Day, lane: Lane, cards: Iterable[Card], material: Material, grid: _Grid) -> Cell:
    here = [card for card in cards if card.day == day.day]
    if not day.is_open:
        return Cell(day, cards=here)
    blocks = [
        Block(*at, period=closure)
        for closure in material.closures
        if closure.room
        and lane_of_room(closure.room) == lane.key
        and (at := grid.place(day.day, closure.starts_at, closure.ends_at))
    ]
    if lane.year:
        blocks += [
            Block(*at, period=seminar)
            for seminar in material.seminars
            if seminar.year == lane.year and (at := grid.place(day.day, seminar.starts_at, seminar.ends_at))
        ]
    blocks += [
        Block(*at, card=card)
        for card in here
        if (at := grid.place(day.day, card.starts_at, card.ends_at))  # type: ignore[arg-type]
    ]
    return _cell_of(day, blocks, here)


def _teaching(day: Day, seminars: Iterable[Period], grid: _Grid) -> Cell:
    blocks = [
        Block(*at, period=seminar)
        for seminar in seminars
        if (at := grid.place(day.day, seminar.starts_at, seminar.ends_at))
    ]
    return _cell_of(day, blocks, ())


def _cell_of(day: Day, blocks: Iterable[Block], cards: Sequence[Card]) -> Cell:
    """Blocks that meet are put one under the other, on the first free track."""
    ends: list[int] = []
    laid: list[Block] = []
    for block in sorted(blocks, key=lambda block: (block.start, -block.span)):
        track = next((index for index, end in enumerate(ends) if end <= block.start), len(ends))
        ends[track : track + 1] = [block.start + block.span]
        laid.append(replace(block, track=track + 1))
    return Cell(day, laid, cards, max(1, len(ends)))
