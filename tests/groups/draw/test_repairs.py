from dataclasses import replace

import pytest

from groups.draw import (
    DrawnGroup,
    Event,
    EventKind,
    Person,
    RepairDocument,
    Rules,
    Secret,
    State,
    Tutor,
    draw_repair,
    repair_minutes,
    repairs,
    seed_from,
    verify,
)
from tests.groups.draw.rosters import BEACON, VALUE

PEOPLE = tuple(Person(f"i{number:02d}", sex="FM"[number % 2]) for number in range(14))
GROUPS = (
    DrawnGroup(1, "t1", tuple(person.id for person in PEOPLE[:5])),
    DrawnGroup(2, "t2", tuple(person.id for person in PEOPLE[5:10])),
    DrawnGroup(3, "t3", tuple(person.id for person in PEOPLE[10:])),
)
TUTORS = (Tutor("t1", 0, 1), Tutor("t2", 0, 1), Tutor("t3", 1, 1), Tutor("t4", 2, 0))
STATE = State(PEOPLE, TUTORS, Rules(4, 5, 6), GROUPS)
NEW = Person("n01", sex="F")


def goes(number, kind=EventKind.DEPARTURE):
    return Event(kind, PEOPLE[number])


def test_a_departure_moves_nobody_where_the_group_stays_large_enough():
    (only,) = repairs(STATE, goes(0))
    assert only.cost.moved == 0
    assert only.sentence == "Personne ne change de groupe. Le groupe 1 passe de cinq à quatre internes."


def test_a_group_that_becomes_too_small_takes_one_person_from_a_larger_one():
    found = repairs(STATE, goes(13, EventKind.LONG_LEAVE))
    assert len(found) == 10
    assert {each.cost.moved for each in found} == {1}
    assert all(move.after == 3 for each in found for move in each.moves if move.person != "i13")
    assert found[0].sentence.startswith("Une personne change de groupe.")


def test_three_are_tolerated_when_the_policy_says_so():
    (only,) = repairs(replace(STATE, smallest=3), goes(13))
    assert only.cost.moved == 0


def test_an_arrival_goes_to_the_smallest_group_that_may_have_him():
    (only,) = repairs(STATE, Event(EventKind.ARRIVAL, NEW))
    assert [move.after for move in only.moves] == [3]
    apart = replace(STATE, secrets=(Secret("apart", NEW.id, "i10", "00" * 16),))
    assert {each.moves[0].after for each in repairs(apart, Event(EventKind.ARRIVAL, NEW))} == {1, 2}


def test_full_groups_open_a_new_one_with_the_tutor_who_leads_the_fewest():
    full = replace(STATE, rules=Rules(2, 4, 5), groups=(*GROUPS[:2], replace(GROUPS[2], interns=())))
    full = replace(full, groups=full.groups[:2], people=PEOPLE[:10])
    found = repairs(full, Event(EventKind.ARRIVAL, NEW))
    assert {each.cost.moved for each in found} == {1}
    assert {handover.after for each in found for handover in each.handovers} == {"t4"}
    assert "t4 prend un nouveau groupe" in found[0].sentence


def test_another_tutor_takes_over_and_nobody_moves():
    (only,) = repairs(STATE, Event(EventKind.TUTOR_LEAVES, tutor="t1"))
    assert (only.cost.moved, only.moves, only.handovers[0].after) == (0, (), "t4")
    tied = replace(STATE, secrets=(Secret("link", "i00", "t4", "00" * 16),))
    (other,) = repairs(tied, Event(EventKind.TUTOR_LEAVES, tutor="t1"))
    assert other.handovers[0].after == "t3"


def test_a_group_that_nobody_takes_closes_and_couples_stay_together():
    alone = replace(STATE, tutors=TUTORS[:2], rules=Rules(4, 5, 7), together=(("i10", "i11"),))
    found = repairs(alone, Event(EventKind.TUTOR_LEAVES, tutor="t3"))
    assert {each.cost.moved for each in found} == {4}
    for each in found:
        after = {move.person: move.after for move in each.moves}
        assert after["i10"] == after["i11"]
        assert sorted(after.values()) == [1, 1, 2, 2]


def test_who_is_not_there_cannot_leave():
    for event in (Event(EventKind.DEPARTURE, NEW), Event(EventKind.ARRIVAL, PEOPLE[0])):
        with pytest.raises(ValueError, match="come, or go"):
            repairs(STATE, event)
    with pytest.raises(ValueError, match="no group"):
        repairs(STATE, Event(EventKind.TUTOR_LEAVES, tutor="t4"))


def test_equal_repairs_are_drawn_with_a_proof():
    document = RepairDocument("2026", GROUPS, tuple(repairs(STATE, goes(13))), BEACON)
    chosen = {draw_repair(document, f"{number:064x}") for number in range(200)}
    assert len(chosen) == len(document.repairs)
    plain = repair_minutes(document, [VALUE])
    verdict = verify(plain)
    assert verdict.ok, verdict.sentence
    assert "une parmi 10" in verdict.sentence
    assert (
        plain["document"]["repairs"][plain["chosen"]]["sentence"]
        == draw_repair(document, seed_from(BEACON, [VALUE])).sentence
    )
    assert not verify({**plain, "chosen": (plain["chosen"] + 1) % 10}).ok
