"""The engine and the format's checker agree on every rule and every point, whatever the plan."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.planner import Solution, candidates, evaluate, read_instance, read_solution
from meetings.planner.first_fit import fill
from meetings.planner.schedule import Schedule
from meetings.planner.tables import Tables
from tests.meetings.planner.format.checker import check
from tests.meetings.planner.strategies import instances, solutions


@given(st.data())
def test_agrees_with_the_checker(data):
    instance = data.draw(instances())
    solution = data.draw(solutions(instance))
    hard, soft = check(instance, solution)
    found = evaluate(read_instance(instance), read_solution(solution))
    assert Counter(violation.kind for violation in found.hard) == Counter(kind for kind, _ in hard)
    assert found.terms == pytest.approx(soft)


@given(instances())
def test_survives_a_round_trip_through_json(instance):
    read = read_instance(instance)
    assert read_instance(read.to_json()) == read


@given(instances())
@settings(max_examples=60)
def test_a_first_fit_breaks_no_rule_and_its_sums_are_exact(instance):
    read = read_instance(instance)
    tables = Tables(read)
    schedule = Schedule(tables)
    fill(schedule)
    total = 0.0
    again = Schedule(tables)
    for group, place in schedule.places.items():
        total += again.cost_of_adding(group, place)
        again.put(group, place)
    hard, soft = check(instance, {"sessions": tables.solution(schedule.places).to_json()})
    assert {kind for kind, _ in hard} <= {"unplaced"}
    assert total == pytest.approx(sum(soft.values()))


@given(instances())
@settings(max_examples=40)
def test_a_candidate_costs_what_it_says_or_is_refused_by_a_rule(instance):
    read = read_instance(instance)
    tables = Tables(read)
    schedule = Schedule(tables)
    fill(schedule)
    solution = tables.solution(schedule.places)
    before = evaluate(read, solution)
    for group in read.groups[:2]:
        others = tuple(session for session in solution.sessions if session.group != group.id)
        for candidate in candidates(read, solution, group.id):
            moved = read_solution(
                {
                    "sessions": [
                        *Solution(others).to_json(),
                        {
                            "group": group.id,
                            "day": candidate.day,
                            "start": candidate.start,
                            "room": candidate.room,
                        },
                    ]
                }
            )
            after = evaluate(read, moved)
            broken = {violation.kind for violation in after.hard} - {"unplaced"}
            assert (candidate.delta is None) == bool(broken)
            assert {fact.kind for fact in candidate.refusals} == broken
            if candidate.delta is not None:
                assert after.cost - before.cost == pytest.approx(candidate.delta)
