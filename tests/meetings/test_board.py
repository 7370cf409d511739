"""The board as plain data: what stands where, whatever is on it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.french import PARIS
from meetings.plans.board import Card, Material, Period, RoomLane, View, draw
from meetings.plans.differences import Change
from meetings.plans.search import curve_of

DAYS = [date(2027, 1, 12), date(2027, 1, 14), date(2027, 1, 19), date(2027, 1, 21)]
TODAY = date(2027, 1, 4)
TUTORS = {0: ("Dr Nadaud", ""), 1: ("Dr Sablon", ""), 2: ("Dr Ziani", "")}
ROOMS = [RoomLane(1, "A 112", 10, "en U"), RoomLane(2, "B 204", 8, "en cercle")]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)


def card(group: int, day: date | None = None, hour: int = 9, room: int | None = 1, **fields) -> Card:
    times = {"starts_at": at(day, hour), "ends_at": at(day, hour) + timedelta(hours=2)} if day else {}
    return Card(group, f"25‑{group:02d}", 2025, "Nadaud", (group % 3,), room=room, **times, **fields)


def drawn(*cards: Card, view: View = View.ROOMS, asked=(), **material):
    everything = Material(cards=cards, rooms=ROOMS, tutors=TUTORS, cohorts=[2025], **material)
    return draw(everything, view, asked=asked, today=TODAY)


cards = st.lists(
    st.builds(
        card,
        st.integers(1, 40),
        st.sampled_from([*DAYS, None]),
        st.integers(7, 18),
        st.sampled_from([1, 2, None]),
    ),
    unique_by=lambda one: one.group,
    max_size=25,
)


@pytest.mark.parametrize("view", list(View))
@given(cards=cards)
def test_every_session_stands_once_and_never_over_another(view, cards):
    board = drawn(*cards, view=view)
    shown = [one.group for lane in board.lanes for cell in lane.cells for one in cell.cards]
    placed = [one.group for one in cards if one.starts_at]
    assert sorted(shown) == sorted(placed)
    assert sorted(one.group for one in board.waiting) == sorted({one.group for one in cards} - set(placed))
    for lane in board.lanes:
        for cell in lane.cells:
            taken: set[tuple[int, int]] = set()
            for block in cell.blocks:
                held = {(block.track, quarter) for quarter in range(block.start, block.start + block.span)}
                assert not held & taken
                assert block.start + block.span <= len(board.hours) * 4
                taken |= held


def test_two_days_to_come_stand_open_and_the_others_are_folded():
    board = drawn(*(card(number, day) for number, day in enumerate(DAYS)))
    assert [day.is_open for day in board.days] == [True, True, False, False]
    board = drawn(*(card(number, day) for number, day in enumerate(DAYS)), asked=[DAYS[3]])
    assert [day.is_open for day in board.days] == [False, False, False, True]


def test_three_days_at_most_all_stand_open():
    assert drawn(*(card(number, day) for number, day in enumerate(DAYS[:3]))).folded == 0


def test_the_hours_grow_with_what_is_placed():
    assert (drawn(card(1, DAYS[0])).first_hour, drawn(card(1, DAYS[0])).last_hour) == (9, 18)
    board = drawn(card(1, DAYS[0], 8), card(2, DAYS[0], 18))
    assert (board.first_hour, board.last_hour) == (8, 20)


def test_a_closure_is_cut_to_the_hours_shown_and_stands_in_its_room():
    closure = Period("Examens", at(DAYS[0], 7), at(DAYS[0], 12), room=2)
    first, second = drawn(card(1, DAYS[0]), closures=[closure]).lanes
    assert [block.period for block in first.cells[0].blocks] == [None]
    assert [(block.start, block.span) for block in second.cells[0].blocks] == [(0, 12)]


def test_a_seminar_stands_above_and_in_the_lane_of_its_cohort():
    seminar = Period("Violences", at(DAYS[0], 9), at(DAYS[0], 12), year=2025)
    assert drawn(card(1, DAYS[0]), seminars=[seminar]).seminars.cells[0].blocks[0].period == seminar
    (lane,) = drawn(card(1, DAYS[0], 14), view=View.COHORTS, seminars=[seminar]).lanes
    assert {block.period for block in lane.cells[0].blocks} == {seminar, None}


def test_a_session_outside_of_the_rooms_has_its_own_lane():
    board = drawn(card(1, DAYS[0], room=None))
    assert [lane.name for lane in board.lanes] == ["A 112", "B 204", "Ailleurs"]


def test_a_folded_day_shows_four_squares_and_says_how_many_more():
    days = [card(number, DAYS[3], 9, 1) for number in range(6)]
    board = drawn(*days, *(card(number, day) for number, day in enumerate(DAYS[:3], 10)))
    cell = board.lanes[0].cells[3]
    assert (len(cell.squares), cell.more) == (4, 2)


def test_the_list_of_a_day_says_the_same():
    board = drawn(card(1, DAYS[0]), card(2, DAYS[1], change=Change.MOVED))
    assert [(day.day, [one.group for one in of_day]) for day, of_day in board.by_day] == [
        (DAYS[0], [1]),
        (DAYS[1], [2]),
    ]


@given(
    st.lists(st.tuples(st.floats(0, 300), st.integers(0, 5000), st.none() | st.integers(0, 5000)), min_size=1)
)
def test_the_curve_stays_in_its_frame(rows):
    curve = curve_of(sorted(rows, key=lambda row: row[0]))
    assert 0 <= float(curve.x) <= 120
    assert 0 <= float(curve.y) <= 36
    assert curve.cost_path.startswith("M")


def test_there_is_no_curve_before_the_first_cost():
    assert curve_of([]) is None
