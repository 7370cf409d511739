"""Cutting the rooms' days: plans that hold, and full ones where moving sessions finds none."""

import json
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.planner import first_fit, read_instance, repair
from meetings.planner.cutting import seated
from meetings.planner.feasibility import fullest
from meetings.planner.options import options_of
from meetings.planner.schedule import Schedule
from meetings.planner.singling import singled_out
from meetings.planner.tables import Place, Tables
from tests.meetings.planner.format.checker import check
from tests.meetings.planner.format.generator import generate
from tests.meetings.planner.strategies import instances, packed

SECONDS = 30
SMALL = json.loads(Path(__file__).with_name("small.json").read_text())


@given(instances() | packed(), st.integers(0, 2**32))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_who_is_seated_breaks_no_rule(data, seed):
    tables = Tables(read_instance(data))
    places = seated(tables, options_of(tables, {}), Random(seed), seconds=SECONDS)
    schedule = Schedule(tables)
    for group, place in places.items():
        assert schedule.fits(group, place)
        schedule.put(group, place)


@given(packed(), st.integers(0, 2**32))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pinned_groups_are_seated_where_they_are(data, seed):
    tables = Tables(read_instance(data))
    schedule = Schedule(tables)
    first_fit.fill(schedule)
    pinned = {group: place for group, place in schedule.places.items() if group % 2 == 0}
    places = seated(tables, options_of(tables, pinned), Random(seed), seconds=SECONDS)
    assert pinned.items() <= places.items()


def test_a_pinned_group_comes_before_one_that_has_no_other_place():
    all_but_two_hours = [{"day": 0, "from": 4, "to": 20}, {"day": 1, "from": 0, "to": 20}]
    tutor = {"driving_minutes": 20, "max_per_day": 2}
    tables = Tables(
        read_instance(
            SMALL
            | {
                "rooms": [SMALL["rooms"][0] | {"closures": all_but_two_hours}],
                "tutors": [
                    tutor | {"id": "T0", "unavailable": []},
                    tutor | {"id": "T1", "unavailable": all_but_two_hours},
                ],
                "groups": [
                    SMALL["groups"][0] | {"id": "G0", "tutor": "T1", "duration": 4},
                    SMALL["groups"][1] | {"id": "G1", "tutor": "T0", "duration": 4},
                ],
            }
        )
    )
    pinned = {1: Place(0, 0, 0)}
    for seed in range(5):
        assert seated(tables, options_of(tables, pinned), Random(seed), seconds=SECONDS) == pinned


def _closed(data, rooms):
    """The same semester with some rooms closed throughout."""
    slots = data["grid"]["slots_per_day"]
    for room in data["rooms"]:
        if room["id"] in rooms:
            room["closures"] = [{"day": day["id"], "from": 0, "to": slots} for day in data["days"]]
    return data


def test_a_large_faculty_short_of_rooms_is_placed_whole_where_moving_sessions_leaves_some_out():
    data = generate("M", 2)[0]
    tables = Tables(read_instance(_closed(data, {"R001", "R006"})))
    schedule = Schedule(tables)
    first_fit.fill(schedule)
    repair.place_left_over(schedule, random=Random(0), fixed=(), steps=200, should_stop=lambda: False)
    assert len(schedule.places) < len(tables.durations)
    places = fullest(tables, options_of(tables, {}), schedule.places, cuts=8, should_stop=lambda: False)
    assert len(places) == len(tables.durations)
    found, _ = check(data, {"sessions": tables.solution(places).to_json()})
    assert not found


@given(packed())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_group_is_singled_out_by_a_plan_that_places_all_others(data):
    tables = Tables(read_instance(data))
    schedule = Schedule(tables)
    first_fit.fill(schedule)
    plans = singled_out(tables, pinned={}, near=schedule.places, known=(), should_stop=lambda: False)
    assert bool(plans) == (len(schedule.places) == len(tables.durations) - 1)
    for group, places in plans.items():
        assert places.keys() == set(range(len(tables.durations))) - {group}
        held = Schedule(tables)
        for other, place in places.items():
            assert held.fits(other, place)
            held.put(other, place)
