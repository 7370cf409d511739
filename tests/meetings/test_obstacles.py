"""What stands in the way of a session, computed without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.facts import holidays_of
from meetings.obstacles import (
    Facts,
    Group,
    Kind,
    Period,
    Proposal,
    Room,
    Rules,
    Severity,
    Taken,
    Tutor,
    obstacles_to,
    slots_between,
)
from tests.factories.meetings import paris

NADAUD = Tutor(7, "Dr Sylvie Nadaud")
ORVAULT = Tutor(8, "Dr Pascal Orvault")
GROUP = Group(id=1, code="25‑07", cohort_id=2025, cohort="Promotion 2025", members=5, tutors=(NADAUD,))
ROOM = Room(id=4, code="TON‑A1", capacity=24, suits_groups=True)
FACTS = Facts(
    semester="Semestre d’hiver 2026‑2027",
    first_day=date(2026, 11, 2),
    last_day=date(2027, 5, 2),
    now=paris(2026, 11, 23, 9),
    holidays=holidays_of(2027),
)


def proposal(hour=14, minute=0, *, minutes=120, day=(2027, 1, 14), **fields):
    start = paris(*day, hour, minute)
    fields = {"group": GROUP, "room": ROOM} | fields
    return Proposal(starts_at=start, ends_at=start + timedelta(minutes=minutes), **fields)


def taken(hour, minute=0, *, minutes=120, room_id=99, tutors=(), group_id=2, day=(2027, 1, 14)):
    start = paris(*day, hour, minute)
    return Taken(
        id=12,
        group_id=group_id,
        group_code="25‑03",
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        room_id=room_id,
        tutor_ids=frozenset(tutors),
    )


def found(a_proposal, rules=None, **facts):
    return obstacles_to(a_proposal, replace(FACTS, **facts), rules or Rules())


def kinds(*args, **kwargs):
    return [obstacle.kind for obstacle in found(*args, **kwargs)]


def test_nothing_stands_in_the_way_of_an_ordinary_session():
    assert found(proposal()) == []


def test_a_taken_room_is_refused_and_names_the_group():
    [obstacle] = found(proposal(), sessions=(taken(14, room_id=ROOM.id),))
    assert obstacle.refuses
    assert obstacle.sentence == ("La salle TON‑A1 est prise de 14\u00a0h à 16\u00a0h par le groupe 25‑03.")
    assert obstacle.key == "room_taken/session:12"


@pytest.mark.parametrize("hour", [12, 16])
def test_sessions_that_touch_do_not_overlap(hour):
    assert found(proposal(), sessions=(taken(hour, room_id=ROOM.id),)) == []


def test_a_tutor_taken_elsewhere_is_refused():
    [obstacle] = found(proposal(), sessions=(taken(15, tutors=[NADAUD.id]),))
    assert (obstacle.kind, obstacle.severity) == (Kind.TUTOR_TAKEN, Severity.REFUSE)
    assert "Dr Sylvie Nadaud est déjà avec le groupe 25‑03" in obstacle.sentence


def test_a_co_tutor_taken_elsewhere_is_refused():
    group = replace(GROUP, tutors=(NADAUD, ORVAULT))
    [obstacle] = found(proposal(group=group), sessions=(taken(14, tutors=[ORVAULT.id]),))
    assert obstacle.kind == Kind.TUTOR_TAKEN
    assert "Orvault" in obstacle.sentence


def test_a_second_session_in_the_semester_is_refused():
    other = taken(9, group_id=GROUP.id, day=(2027, 3, 18))
    [obstacle] = found(proposal(), same_semester=other)
    assert (obstacle.kind, obstacle.severity) == (Kind.SECOND_SESSION, Severity.REFUSE)
    assert "jeudi 18\u00a0mars 2027" in obstacle.sentence


def test_the_seminar_of_the_cohort_is_named_and_the_policy_decides():
    seminar = Period(3, 2025, "Violences", paris(2027, 1, 14, 14), paris(2027, 1, 14, 17))
    [obstacle] = found(proposal(), seminars=(seminar,))
    assert (obstacle.kind, obstacle.severity) == (Kind.SEMINAR, Severity.WARN)
    assert "La promotion 2025 est en séminaire, «\u00a0Violences\u00a0»" in obstacle.sentence
    assert kinds(proposal(), Rules(on_seminar=Severity.IGNORE), seminars=(seminar,)) == []
    assert found(proposal(), Rules(on_seminar=Severity.REFUSE), seminars=(seminar,))[0].refuses


def test_the_seminar_of_another_cohort_does_not_matter():
    seminar = Period(3, 2024, "Violences", paris(2027, 1, 14, 14), paris(2027, 1, 14, 17))
    assert found(proposal(), seminars=(seminar,)) == []


def test_a_closed_room_says_until_when_and_why():
    closure = Period(5, ROOM.id, "examens", paris(2027, 1, 14, 8), paris(2027, 1, 14, 18))
    [obstacle] = found(proposal(), closures=(closure,))
    assert obstacle.kind == Kind.ROOM_CLOSED
    assert obstacle.sentence == "La salle TON‑A1 est fermée de 8\u00a0h à 18\u00a0h (examens)."


def test_what_lasts_a_day_is_said_with_its_day_where_no_session_stands_beside():
    def said(*bounds):
        [obstacle] = found(proposal(), closures=(Period(5, ROOM.id, "", *bounds),))
        return obstacle.sentence, obstacle.in_full

    assert said(paris(2027, 1, 14, 8), paris(2027, 1, 14, 18)) == (
        "La salle TON‑A1 est fermée de 8\u00a0h à 18\u00a0h.",
        "La salle TON‑A1 est fermée le jeudi 14\u00a0janvier, de 8\u00a0h à 18\u00a0h.",
    )
    assert said(paris(2027, 1, 14), paris(2027, 1, 15))[0].endswith("est fermée toute la journée.")
    assert said(paris(2027, 1, 14), paris(2027, 1, 14, 18))[0].endswith("est fermée jusqu’à 18\u00a0h.")
    assert said(paris(2027, 1, 14, 8), paris(2027, 1, 15))[0].endswith("est fermée à partir de 8\u00a0h.")
    days = "La salle TON‑A1 est fermée du mercredi 13\u00a0janvier au vendredi 15\u00a0janvier."
    assert said(paris(2027, 1, 13), paris(2027, 1, 16)) == (days, days)


def test_a_seminar_of_two_days_is_not_said_by_its_hours():
    seminar = Period(3, 2025, "Violences", paris(2027, 1, 14, 9), paris(2027, 1, 15, 17))
    [obstacle] = found(proposal(), seminars=(seminar,))
    assert obstacle.sentence.endswith(", du jeudi 14\u00a0janvier au vendredi 15\u00a0janvier.")


def test_a_room_must_seat_the_interns_and_the_tutors():
    small = replace(ROOM, capacity=6)
    assert kinds(proposal(room=small)) == []
    group = replace(GROUP, tutors=(NADAUD, ORVAULT))
    [obstacle] = found(proposal(room=small, group=group))
    assert obstacle.kind == Kind.ROOM_SMALL
    assert "6\u00a0places\u202f; il en faut 7" in obstacle.sentence


def test_an_unsuited_room_is_a_warning():
    [obstacle] = found(proposal(room=replace(ROOM, suits_groups=False)))
    assert (obstacle.kind, obstacle.severity) == (Kind.ROOM_UNSUITED, Severity.WARN)


def test_a_holiday_is_named():
    facts = {"first_day": date(2027, 5, 3), "last_day": date(2027, 11, 1)}
    [obstacle] = found(proposal(day=(2027, 5, 6)), **facts)
    assert (obstacle.kind, obstacle.severity) == (Kind.HOLIDAY, Severity.REFUSE)
    assert "Ascension" in obstacle.sentence


def test_a_weekend_is_a_warning():
    assert kinds(proposal(day=(2027, 1, 16))) == [Kind.WEEKEND]


def test_a_day_outside_the_semester_is_refused():
    assert kinds(proposal(day=(2027, 6, 17))) == [Kind.OUTSIDE_SEMESTER]


def test_a_day_gone_by_is_a_warning():
    assert kinds(proposal(day=(2026, 11, 19))) == [Kind.PAST]


def test_an_unavailable_tutor_is_named():
    absence = Period(6, NADAUD.id, "congrès", paris(2027, 1, 13), paris(2027, 1, 16))
    [obstacle] = found(proposal(), absences=(absence,))
    assert obstacle.kind == Kind.TUTOR_UNAVAILABLE
    assert obstacle.sentence == (
        "Dr Sylvie Nadaud est indisponible du mercredi 13\u00a0janvier au vendredi 15\u00a0janvier (congrès)."
    )


@pytest.mark.parametrize(("members", "minutes", "short"), [(6, 120, False), (7, 120, True), (5, 95, True)])
def test_each_intern_needs_the_speaking_time(members, minutes, short):
    group = replace(GROUP, members=members)
    assert (Kind.TOO_SHORT in kinds(proposal(group=group, minutes=minutes))) is short


@pytest.mark.parametrize(
    ("hour", "minute", "warned"), [(11, 45, True), (11, 30, False), (16, 0, True), (16, 30, False)]
)
def test_less_than_half_an_hour_between_two_sessions_of_a_tutor_is_a_warning(hour, minute, warned):
    other = taken(hour, minute, tutors=[NADAUD.id])
    assert (Kind.TIGHT in kinds(proposal(), sessions=(other,))) is warned


def test_a_long_day_without_lunch_is_a_warning():
    morning = taken(9, 30, tutors=[NADAUD.id])
    noon = replace(taken(11, 45, minutes=120, tutors=[NADAUD.id]), id=13)
    assert Kind.NO_LUNCH in kinds(proposal(14, 15), sessions=(morning, noon))
    assert Kind.NO_LUNCH not in kinds(proposal(14, 30), sessions=(morning, noon))
    assert Kind.NO_LUNCH not in kinds(proposal(14, 15), sessions=(noon,))


def test_one_session_more_than_a_tutor_wishes_is_a_warning():
    twice = replace(GROUP, tutors=(replace(NADAUD, most_a_day=2),))
    morning, evening = taken(9, tutors={7}), taken(18, tutors={7})
    assert found(proposal(group=twice), sessions=(morning,)) == []
    [obstacle] = found(proposal(group=twice), sessions=(morning, evening))
    assert (obstacle.kind, obstacle.refuses) == (Kind.FULL_DAY, False)
    assert obstacle.sentence == (
        "Dr Sylvie Nadaud aurait 3\u00a0séances ce jour-là, au lieu de deux au plus."
    )
    assert Kind.FULL_DAY not in kinds(proposal(), sessions=(morning, evening))


def test_refusals_come_first():
    closure = Period(5, ROOM.id, "", paris(2027, 1, 16, 8), paris(2027, 1, 16, 18))
    severities = [o.severity for o in found(proposal(day=(2027, 1, 16)), closures=(closure,))]
    assert severities == [Severity.REFUSE, Severity.WARN]


minutes_of_a_day = st.integers(0, 24 * 12 - 1).map(lambda step: step * 5)
moments = st.builds(
    lambda day, minute: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=day, minutes=minute),
    st.integers(0, 2),
    minutes_of_a_day,
)
periods = st.builds(
    lambda start, steps: (start, start + timedelta(minutes=5 * steps)), moments, st.integers(1, 60)
)


@given(periods)
def test_slots_cover_the_whole_time_and_no_more_than_needed(period):
    start, end = period
    slots = slots_between(start, end)
    assert slots.start * 900 <= start.timestamp() < (slots.start + 1) * 900
    assert (slots.stop - 1) * 900 < end.timestamp() <= slots.stop * 900


@given(periods, periods)
def test_overlapping_times_always_share_a_slot(one, other):
    overlap = one[0] < other[1] and other[0] < one[1]
    shared = set(slots_between(*one)) & set(slots_between(*other))
    assert shared or not overlap


@given(periods, periods, st.booleans(), st.booleans())
def test_a_refusal_for_the_room_the_tutor_or_the_group_means_a_shared_slot(one, other, same_room, same_tutor):
    a_proposal = Proposal(group=GROUP, starts_at=one[0], ends_at=one[1], room=ROOM)
    busy = Taken(
        id=12,
        group_id=2,
        group_code="25‑03",
        starts_at=other[0],
        ends_at=other[1],
        room_id=ROOM.id if same_room else 99,
        tutor_ids=frozenset([NADAUD.id] if same_tutor else []),
    )
    booked = {Kind.ROOM_TAKEN, Kind.TUTOR_TAKEN}
    refused = {o.kind for o in found(a_proposal, sessions=(busy,)) if o.kind in booked}
    shared = set(slots_between(*one)) & set(slots_between(*other))
    expected = set()
    if shared and same_room:
        expected.add(Kind.ROOM_TAKEN)
    if shared and same_tutor:
        expected.add(Kind.TUTOR_TAKEN)
    assert refused == expected
