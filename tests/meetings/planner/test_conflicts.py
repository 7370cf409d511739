"""A conflict is impossible when handed back alone, and possible when any one of its facts is removed."""

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from meetings.planner import Conflict, read_instance, solve
from meetings.planner.conflicts import find_conflict
from meetings.planner.feasibility import examine
from meetings.planner.rules import PIN, restricted, rules_behind
from meetings.planner.schedule import Schedule
from meetings.planner.tables import Place, Tables
from tests.meetings.planner.strategies import instances

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


@given(instances(most_groups=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_conflict_is_impossible_alone_and_possible_without_any_one_fact(data):
    instance = read_instance(data)
    verdict = examine(Tables(instance), pinned={}, seconds=10)
    found = find_conflict(instance, [group.id for group in instance.groups], seconds=20)
    assert (verdict.places is None) == isinstance(found, Conflict)
    if not isinstance(found, Conflict):
        assert possible(instance)
        return
    assert found.complete
    assert not possible(restricted(instance, rules_behind(found.facts)))
    for index in range(len(found.facts)):
        others = found.facts[:index] + found.facts[index + 1 :]
        assert possible(restricted(instance, rules_behind(others)))


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
    outcome = solve(_with(tutors=tutors, groups=groups), seconds=0.5, workers=1, names={"T0": "Dr Auger"})
    assert outcome.conflict is not None
    assert [fact.sentence for fact in outcome.conflict.facts] == [
        "Dr Auger est indisponible les deux jours.",
        "Dr Auger doit animer le groupe G1 pendant 2\u00a0h.",
    ]
    assert [session.group for session in outcome.solution.sessions] == ["G2"]
    assert [left.group for left in outcome.unplaced] == ["G0", "G1"]
    assert outcome.unplaced[0].relax.endswith("à ceci près\u00a0: Dr Auger est indisponible.")


def test_a_pin_that_can_not_hold_is_part_of_the_conflict():
    closed = [{"day": 0, "from": 0, "to": 20}]
    rooms = [{"id": "R1", "kind": "round_table", "capacity": 8, "group_work": True, "closures": closed}]
    plan = solve(_with(), seconds=0.2, workers=1).solution
    pinned = next(session for session in plan.sessions if session.day == 0)
    outcome = solve(_with(rooms=rooms), seconds=0.5, workers=1, previous=plan, pins=[pinned.group])
    assert outcome.conflict is not None
    assert {fact.kind for fact in outcome.conflict.facts} == {PIN, "groups", "room_closed"}
    assert [left.group for left in outcome.unplaced] == [pinned.group]
