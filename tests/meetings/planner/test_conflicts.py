"""A conflict is impossible when handed back alone, and possible when any one of its facts is removed."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.planner import Conflict, read_instance, solve
from meetings.planner.conflicts import find_conflict
from meetings.planner.feasibility import examine
from meetings.planner.options import options_of
from meetings.planner.programme import Programme
from meetings.planner.rules import PIN, restricted, rules_behind
from meetings.planner.schedule import Schedule
from meetings.planner.shortage import TOLERANCE, Prices, shortage
from meetings.planner.tables import Place, Tables
from tests.meetings.planner.format.checker import check
from tests.meetings.planner.format.generator import generate
from tests.meetings.planner.strategies import instances, packed

SMALL = json.loads(Path(__file__).with_name("small.json").read_text())


def possible(instance):
    """Whether all groups find a place, by trying everything."""
    tables = Tables(instance)
    schedule = Schedule(tables)
    order = sorted(range(len(tables.durations)), key=lambda g: sum(map(len, tables.starts[g])))

    def place(rank):
        if rank == len(order):
            return True
        group = order[rank]
        for day, starts in enumerate(tables.starts[group]):
            for start in starts:
                if not schedule.teachers_free(group, day, start):
                    continue
                for _, room in tables.rooms[group]:
                    there = Place(day, start, room)
                    if schedule.fits(group, there):
                        schedule.put(group, there)
                        if place(rank + 1):
                            return True
                        schedule.take(group)
        return False

    return place(0)


@given(instances(most_groups=4) | packed())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_conflict_is_impossible_alone_and_possible_without_any_one_fact(data):
    instance = read_instance(data)
    found = find_conflict(instance, [group.id for group in instance.groups], seconds=60)
    if not isinstance(found, Conflict):
        assert possible(instance)
        return
    assert found.complete
    assert not possible(restricted(instance, rules_behind(found.facts)))
    for index in range(len(found.facts)):
        others = found.facts[:index] + found.facts[index + 1 :]
        assert possible(restricted(instance, rules_behind(others)))


@given(packed())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_programme_decides_as_trying_everything_does(data):
    instance = read_instance(data)
    tables = Tables(instance)
    options = options_of(tables, {})
    verdict = Programme(tables, options, whole=True).decide(60)
    assert (verdict.places is not None) == possible(instance)
    if verdict.places is None:
        assert verdict.culprits is not None
        return
    hard, _ = check(data, {"sessions": tables.solution(verdict.places).to_json()})
    assert not hard


@given(packed(), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_prices_prove_a_shortage_where_all_find_a_place(data, seed):
    instance = read_instance(data)
    tables = Tables(instance)
    options = options_of(tables, {})
    random = np.random.default_rng(seed)
    days = len(instance.days)
    prices = Prices(
        room=random.choice([0, 0, 0.1, 0.3], (len(instance.rooms), days, tables.slots)),
        teacher=random.choice([0, 0, 0, 0.2], (len(instance.tutors), days, tables.slots)),
        session=random.choice([0, 0, 0.3], (len(instance.tutors), days)),
    )
    if shortage(tables, options, prices) > TOLERANCE:
        assert not possible(instance)


def test_what_only_whole_sessions_forbid_is_found_too():
    """Each of three groups has two of three tutors: in two hours they fit by halves, and not whole."""
    pairs = [("T0", "T1"), ("T1", "T2"), ("T2", "T0")]
    instance = _with(
        days=SMALL["days"][:1],
        departments=[{"id": "D1", "preferred_days": []}],
        grid={"day_start": "08:30", "slot_minutes": 30, "slots_per_day": 8},
        rooms=[
            {"id": f"R{index}", "kind": "classroom", "capacity": 8, "group_work": True, "closures": []}
            for index in range(3)
        ],
        tutors=[
            {"id": f"T{index}", "driving_minutes": 0, "max_per_day": 3, "unavailable": []}
            for index in range(3)
        ],
        groups=[
            {"id": f"G{n}", "cohort": "C1", "tutor": one, "co_tutor": two, "duration": 4, "interns": []}
            for n, (one, two) in enumerate(pairs)
        ],
    )
    tables = Tables(instance)
    assert Programme(tables, options_of(tables, {}), whole=False).prices(5) is None
    found = find_conflict(instance, ["G2"], seconds=6)
    assert isinstance(found, Conflict)
    assert found.complete
    assert {subject for fact in found.facts for subject in fact.subjects} >= {"G0", "G1", "G2"}


def _without_days(data, gone):
    data["days"] = [day for day in data["days"] if day["id"] not in gone]
    for department in data["departments"]:
        department["preferred_days"] = [day for day in department["preferred_days"] if day not in gone]
    return read_instance(data)


@pytest.mark.parametrize(("size", "gone"), [("S", {0, 5}), ("M", {0, 1})])
def test_a_semester_that_barely_does_not_fit_is_explained_whole(size, gone):
    instance = _without_days(generate(size, 2)[0], gone)
    found = find_conflict(instance, [group.id for group in instance.groups], seconds=60)
    assert isinstance(found, Conflict)
    assert found.complete
    alone = Tables(restricted(instance, rules_behind(found.facts)))
    assert examine(alone, seconds=60).culprits is not None


def _with(**change):
    return read_instance(json.loads(json.dumps(SMALL)) | change)


def test_says_in_french_why_and_places_the_rest():
    away = [{"day": day, "from": 0, "to": 20} for day in (0, 1)]
    groups = [
        *SMALL["groups"],
        {"id": "G2", "cohort": "C1", "tutor": "T1", "co_tutor": None, "duration": 4, "interns": []},
    ]
    tutors = [
        {"id": "T0", "driving_minutes": 20, "max_per_day": 2, "unavailable": away},
        {"id": "T1", "driving_minutes": 20, "max_per_day": 2, "unavailable": []},
    ]
    events = []
    outcome = solve(
        _with(tutors=tutors, groups=groups),
        seconds=1,
        workers=1,
        names={"T0": "Dr Auger"},
        on_event=events.append,
    )
    assert outcome.conflict is not None
    assert [event.conflict for event in events if event.kind == "conflict"] == [outcome.conflict]
    assert [fact.sentence for fact in outcome.conflict.facts] == [
        "Dr Auger est indisponible les deux jours.",
        "Dr Auger doit animer le groupe G0 pendant 2\u00a0h.",
    ]
    assert [session.group for session in outcome.solution.sessions] == ["G2"]
    assert [left.group for left in outcome.unplaced] == ["G0", "G1"]
    assert outcome.unplaced[0].relax.endswith("à ceci près\u00a0: Dr Auger est indisponible.")


@pytest.mark.parametrize(
    ("change", "because", "relax"),
    [
        ({"rooms": []}, "et il n’y a aucune salle", "Ajouter une salle."),
        (
            {"days": [], "departments": [{"id": "D1", "preferred_days": []}]},
            "et aucun jour n’est proposé",
            "Ajouter un jour.",
        ),
    ],
)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_semester_without_a_room_or_a_day_says_what_is_lacking(change, because, relax, workers):
    instance = _with(**change)
    outcome = solve(instance, seconds=1, workers=workers)
    assert outcome.solution.sessions == ()
    assert outcome.conflict is not None
    assert [because in fact.sentence for fact in outcome.conflict.facts] == [True]
    assert {left.relax for left in outcome.unplaced} == {relax}
    assert len(outcome.unplaced) == len(instance.groups)


def test_a_pin_that_can_not_hold_is_part_of_the_conflict():
    closed = [{"day": 0, "from": 0, "to": 20}]
    rooms = [{"id": "R1", "kind": "round_table", "capacity": 8, "group_work": True, "closures": closed}]
    plan = solve(_with(), seconds=0.2, workers=1).solution
    pinned = next(session for session in plan.sessions if session.day == 0)
    outcome = solve(_with(rooms=rooms), seconds=0.5, workers=1, previous=plan, pins=[pinned.group])
    assert outcome.conflict is not None
    assert {fact.kind for fact in outcome.conflict.facts} == {PIN, "groups", "room_closed"}
    assert [left.group for left in outcome.unplaced] == [pinned.group]
