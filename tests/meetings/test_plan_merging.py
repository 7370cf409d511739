"""Joining two people's work on one plan, for any plans."""

from datetime import timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.plans.merging import merge
from meetings.plans.positions import Position
from tests.factories.meetings import paris

EIGHT = paris(2027, 1, 14, 8)
GROUPS = range(1, 7)
TUTORS = {group: {group % 3} for group in GROUPS}

positions = st.builds(
    lambda quarter, room: Position(
        EIGHT + timedelta(minutes=15 * quarter), EIGHT + timedelta(minutes=15 * quarter + 60), room
    ),
    st.integers(0, 12),
    st.sampled_from([1, 2, None]),
)
plans = st.dictionaries(st.sampled_from(GROUPS), positions, max_size=6)


def clash(plan, first, second):
    one, other = plan[first], plan[second]
    same_time = one.starts_at < other.ends_at and other.starts_at < one.ends_at
    same_room = one.room_id is not None and one.room_id == other.room_id
    return same_time and (same_room or TUTORS[first] & TUTORS[second])


def clashes(plan):
    return {pair for pair in combinations(sorted(plan), 2) if clash(plan, *pair)}


def without_clash(plan):
    kept = {}
    for group, position in plan.items():
        if not any(clash(kept | {group: position}, group, other) for other in kept):
            kept[group] = position
    return kept


@settings(deadline=None)
@given(plans, plans, plans, st.sets(st.sampled_from(GROUPS)))
def test_nothing_is_lost_and_nothing_new_clashes(base, current, proposed, frozen):
    merged = merge(base=base, current=current, proposed=proposed, tutors=TUTORS, frozen=frozen)
    for group in GROUPS:
        now, mine, theirs = merged.positions.get(group), current.get(group), proposed.get(group)
        assert now in (mine, theirs)
        if group in frozen or mine != base.get(group):
            assert now == mine
        assert (group in merged.taken) == (now != mine)
    assert clashes(merged.positions) <= clashes(current)


@settings(deadline=None)
@given(plans.map(without_clash), plans.map(without_clash))
def test_nobody_else_worked_so_the_whole_proposal_is_taken(base, proposed):
    merged = merge(base=base, current=base, proposed=proposed, tutors=TUTORS)
    assert merged.positions == proposed
    assert not merged.kept
    assert not merged.left


def test_who_stayed_is_told_apart():
    def at(hour, room):
        return Position(EIGHT + timedelta(hours=hour), EIGHT + timedelta(hours=hour + 1), room)

    base = {1: at(0, 1), 2: at(1, 1), 3: at(2, 1), 4: at(3, 1)}
    by_hand = base | {1: at(5, 2)}
    proposed = {1: at(6, 1), 2: at(5, 2), 3: at(7, 1), 4: at(3, 1)}
    merged = merge(base=base, current=by_hand, proposed=proposed, tutors={})
    assert (merged.kept, merged.left, merged.taken) == ({1}, {2}, {3})
    assert merged.positions == {1: at(5, 2), 2: at(1, 1), 3: at(7, 1), 4: at(3, 1)}
