"""Sessions that moved come as near to where they were as costs no more."""

from random import Random

import pytest

from meetings.planner import change_cost, evaluate, read_instance
from meetings.planner.first_fit import fill
from meetings.planner.nearer import brought_nearer
from meetings.planner.schedule import Schedule
from meetings.planner.tables import Change, Tables
from tests.meetings.planner.format.checker import check
from tests.meetings.planner.format.generator import generate

WEIGHT = 3


@pytest.mark.parametrize("seed", range(4))
def test_nothing_costs_more_and_nothing_goes_farther(seed):
    data = generate("S", seed)[0]
    instance = read_instance(data)
    plain = Tables(instance)
    before = filled(plain)
    tables = Tables(instance, Change(before, WEIGHT))
    after = scattered(tables, before, Random(seed))
    pinned = {group for group in after if after[group] != before[group] and group % 5 == 0}
    nearer = brought_nearer(tables, after, before, pinned)

    def whole(places):
        solution = tables.solution(places)
        return evaluate(instance, solution).cost + change_cost(
            instance, tables.solution(before), solution, WEIGHT
        )

    assert nearer.keys() == after.keys()
    assert whole(nearer) <= whole(after) + 1e-6
    hard, _ = check(data, {"sessions": tables.solution(nearer).to_json()})
    assert {kind for kind, _ in hard} <= {"unplaced"}
    days = [day.date for day in instance.days]
    for group, place in nearer.items():
        went = abs(days[after[group].day] - days[before[group].day])
        assert abs(days[place.day] - days[before[group].day]) <= went
        if group in pinned:
            assert place == after[group]
    assert nearer != after


def filled(tables):
    schedule = Schedule(tables)
    fill(schedule)
    return dict(schedule.places)


def scattered(tables, places, random):
    """The plan with its groups moved one by one to any free place at all."""
    schedule = Schedule(tables)
    for group, place in places.items():
        schedule.put(group, place)
    for group in places:
        now = schedule.take(group)
        day, start = random.choice(
            [(day, start) for day, starts in enumerate(tables.starts[group]) for start in starts]
        )
        room = schedule.free_room(group, day, start) if schedule.teachers_free(group, day, start) else None
        schedule.put(group, type(now)(day, start, room[1]) if room else now)
    return dict(schedule.places)
