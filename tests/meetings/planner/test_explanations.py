"""What is said of a session adds up, and its alternatives are real."""

import json
import time
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from meetings.planner import PlannedSession, Solution, evaluate, explain, read_instance, solve
from meetings.planner.instance import Interval
from tests.meetings.planner.format.checker import check
from tests.meetings.planner.format.generator import generate

SMALL = json.loads(Path(__file__).with_name("small.json").read_text())


@pytest.fixture(scope="module")
def planned():
    data = generate("S", 3)[0]
    instance = read_instance(data)
    return data, instance, solve(instance, seconds=0.5, workers=1).solution


def test_terms_are_what_the_plan_would_save_without_the_session(planned):
    _, instance, solution = planned
    for session in solution.sessions[:6]:
        others = Solution(tuple(s for s in solution.sessions if s != session))
        saved = evaluate(instance, solution).cost - evaluate(instance, others).cost
        lines = explain(instance, solution, session.group).terms
        assert sum(line.points for line in lines) == pytest.approx(saved)
        assert all(line.sentence.endswith(("point.", "points.")) for line in lines)


def test_alternatives_make_the_plan_cost_what_they_say(planned):
    data, instance, solution = planned
    before = evaluate(instance, solution).cost
    for session in solution.sessions[:6]:
        alternatives = explain(instance, solution, session.group).alternatives
        assert alternatives
        assert [a.delta for a in alternatives] == sorted(a.delta for a in alternatives)
        for alternative in alternatives:
            moved = {move.group: move for move in alternative.moves}
            assert moved[session.group].start == alternative.start
            assert (alternative.day, alternative.start) != (session.day, session.start)
            after = Solution(tuple(moved.get(s.group, s) for s in solution.sessions))
            hard, soft = check(data, {"sessions": after.to_json()})
            assert not hard
            assert sum(soft.values()) - before == alternative.delta


def with_only(instance, *absences):
    tutors = tuple(replace(tutor, unavailable=absences, max_per_day=9) for tutor in instance.tutors)
    cohorts = tuple(replace(cohort, seminars=()) for cohort in instance.cohorts)
    rooms = tuple(replace(room, closures=()) for room in instance.rooms)
    return replace(instance, tutors=tutors, cohorts=cohorts, rooms=rooms)


def test_alternatives_are_on_three_days(planned):
    _, instance, solution = planned
    for session in solution.sessions[:4]:
        alternatives = explain(with_only(instance), solution, session.group).alternatives
        assert len({one.day for one in alternatives}) == len(alternatives) == 3


def test_with_one_day_alternatives_are_in_both_halves_of_it_then_at_other_hours(planned):
    _, instance, solution = planned
    asked, end = solution.sessions[0], instance.grid.slots_per_day
    shut = [Interval(day.id, 0, end) for day in instance.days if day.id != asked.day]
    found = explain(with_only(instance, *shut), Solution((asked,)), asked.group).alternatives
    assert {one.day for one in found} == {asked.day}
    assert {one.start >= instance.params.lunch_from for one in found} == {True, False}
    assert len({one.start for one in found}) == 3


def test_says_in_french_what_a_session_keeps_clear_of():
    data = deepcopy(SMALL)
    data["tutors"][0]["unavailable"] = [{"day": 0, "from": 8, "to": 12}]
    data["cohorts"][0]["seminars"] = [{"day": 0, "from": 12, "to": 14}]
    data["rooms"][0]["closures"] = [{"day": 0, "from": 14, "to": 16}]
    instance = read_instance(data)
    placed = Solution((PlannedSession("G0", 0, 0, "R1"), PlannedSession("G1", 0, 4, "R1")))
    names = {"T0": "Inès Bonnefoy", "R1": "la salle TON-A1"}
    hours = instance.grid.clock
    cohort = instance.cohorts[0].name
    assert {fact.sentence for fact in explain(instance, placed, "G0", names=names).avoided} == {
        f"Évite le séminaire de la promotion {cohort}, de {hours(12)} à {hours(14)}.",
        f"Évite la fermeture de la salle TON-A1, de {hours(14)} à {hours(16)}.",
        f"Évite le moment où Inès Bonnefoy est indisponible, de {hours(8)} à {hours(12)}.",
        f"Évite le moment où Inès Bonnefoy anime le groupe G1, de {hours(4)} à {hours(8)}.",
        f"Évite le moment où le groupe G1 occupe la salle TON-A1, de {hours(4)} à {hours(8)}.",
    }


def test_a_group_without_a_place_is_not_placed_on_the_way(planned):
    _, instance, solution = planned
    left_out, asked, *_ = solution.sessions
    others = Solution(tuple(session for session in solution.sessions if session != left_out))
    for alternative in explain(instance, others, asked.group).alternatives:
        assert left_out.group not in {move.group for move in alternative.moves}


def test_locked_sessions_stay(planned):
    _, instance, solution = planned
    group, *others = [session.group for session in solution.sessions]
    for alternative in explain(instance, solution, group, locked=others).alternatives:
        assert [move.group for move in alternative.moves] == [group]


def test_answers_in_two_seconds_for_a_large_faculty():
    instance = read_instance(generate("M", 1)[0])
    solution = solve(instance, seconds=0.2, workers=1).solution
    began = time.process_time()
    explain(instance, solution, instance.groups[0].id)
    assert time.process_time() - began < 2
