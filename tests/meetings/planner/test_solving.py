"""Whatever the instance, an answer breaks no rule and says its true cost."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.planner import evaluate, read_instance, solve
from meetings.planner.annealing.annealer import Annealer, prepare
from meetings.planner.annealing.arrays import places_of
from meetings.planner.tables import Change, Tables
from tests.meetings.planner.format.checker import check
from tests.meetings.planner.format.generator import generate
from tests.meetings.planner.strategies import instances

SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@given(instances(), st.integers(0, 3))
@SLOW
def test_the_compiled_search_keeps_an_exact_cost_and_every_rule(data, seed):
    instance = read_instance(data)
    tables = Tables(instance)
    problem, scale = prepare(tables, ())
    if not instance.groups:
        return
    annealer = Annealer(tables, problem, scale, {}, seed)
    annealer.run(5.0, 3_000)
    places = annealer.best()
    hard, soft = check(data, {"sessions": tables.solution(places).to_json()})
    assert {kind for kind, _ in hard} <= {"unplaced"}
    left_out = (len(instance.groups) - len(places)) * int(problem.left_out[0])
    assert annealer.best_cost == pytest.approx(scale * sum(soft.values()) + left_out, abs=1e-6)
    plan = annealer._plan
    now = tables.solution(places_of(plan.day, plan.start, plan.room))
    missing = len(instance.groups) - len(now.sessions)
    assert int(plan.cost[0]) == pytest.approx(
        scale * evaluate(instance, now).cost + missing * int(problem.left_out[0]), abs=1e-6
    )


@pytest.fixture(scope="module")
def tours():
    return generate("S", 2)[0]


def test_the_same_seed_and_one_worker_give_the_same_answer(tours):
    instance = read_instance(tours)
    first, second = (solve(instance, seconds=0.3, seed=7, workers=1) for _ in range(2))
    assert first.solution == second.solution
    assert not first.unplaced
    hard, soft = check(tours, {"sessions": first.solution.to_json()})
    assert not hard
    assert first.terms == soft


def test_each_event_is_better_than_the_one_before(tours):
    events = []
    outcome = solve(read_instance(tours), seconds=1, on_event=events.append)
    costs = [event.cost for event in events if event.kind == "solution"]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == outcome.cost < costs[0]
    assert all(event.bound <= outcome.cost for event in events)


def test_stops_when_asked(tours):
    outcome = solve(read_instance(tours), seconds=600, should_stop=lambda: True)
    assert outcome.seconds < 30
    assert not evaluate(read_instance(tours), outcome.solution).hard or outcome.unplaced


def test_replanning_leaves_what_it_can_and_keeps_pins(tours):
    instance = read_instance(tours)
    plan = solve(instance, seconds=0.5, workers=1).solution
    closed = json.loads(json.dumps(tours))
    held = Counter((session.room, session.day) for session in plan.sessions)
    used = min(plan.sessions, key=lambda session: held[session.room, session.day])
    next(room for room in closed["rooms"] if room["id"] == used.room)["closures"].append(
        {"day": used.day, "from": 0, "to": 20}
    )
    affected = {s.group for s in plan.sessions if (s.room, s.day) == (used.room, used.day)}
    pins = [s.group for s in plan.sessions if s.group not in affected][:3]
    outcome = solve(
        read_instance(closed), seconds=0.5, workers=1, previous=plan, change_weight=1_000, pins=pins
    )
    assert affected <= set(outcome.moved)
    assert not set(pins) & set(outcome.moved)
    assert len(outcome.moved) <= 2 * len(affected)
    for pin in pins:
        assert outcome.solution.of(pin) == plan.of(pin)
    hard, _ = check(closed, {"sessions": outcome.solution.to_json()})
    assert {kind for kind, _ in hard} <= {"unplaced"}


def test_staying_costs_nothing(tours):
    instance = read_instance(tours)
    plan = solve(instance, seconds=0.2, workers=1).solution
    tables = Tables(instance)
    changed = Tables(instance, Change(tables.places(plan), 10))
    assert all(changed.change_cost(group, place) == 0 for group, place in tables.places(plan).items())


def test_small_and_empty():
    data = json.loads(Path(__file__).with_name("small.json").read_text())
    outcome = solve(read_instance(data), seconds=0.2, workers=1)
    assert len(outcome.solution.sessions) == 2
    nothing = solve(read_instance(data | {"groups": []}), seconds=0.2)
    assert (nothing.cost, nothing.solution.sessions, nothing.unplaced) == (0, (), ())
