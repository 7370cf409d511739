"""Somebody comes or leaves: the fewest people move, equals are drawn among, the past stays (A-101, D.1-1)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from groups.actions import ChangeRefused, move_member
from groups.actions.repairs import abandon_repair, apply_repair, draw_among_repairs, seal_repair_of
from groups.draw import Source, Witness, WrongValue, verify, witness_hash, witness_value
from groups.models import Intern, Membership, Repair, Tutor
from groups.queries import members_on
from groups.repairing import chosen_of, least_repairs, minutes_json, proposals_of, standing_of
from meetings.actions.convening import publish_sessions
from meetings.models import Attendance, Convocation, TutorialSession
from tests.factories.evaluations import NoteFactory
from tests.factories.groups import (
    CohortFactory,
    InternFactory,
    TutorFactory,
    interns_of_group,
    make_group,
    tutor_of_group,
)
from tests.factories.meetings import AttendanceFactory, SemesterFactory, SessionFactory, paris
from tests.factories.people import secretary
from tests.factories.portfolios import make_trace

pytestmark = pytest.mark.django_db
Event, State = Repair.Event, Repair.State
WORDS = (("Anne", "glycine", "ab" * 16), ("Paul", "héron", "cd" * 16))
WITNESSES = Source(
    kind="witnesses", witnesses=tuple(Witness(name, witness_hash(word, salt)) for name, word, salt in WORDS)
)
VALUES = [witness_value(word, salt) for _, word, salt in WORDS]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(paris(2026, 12, 1, 9), tick=False) as traveller:
        yield traveller


@pytest.fixture
def nadege():
    return secretary()


def sizes(cohort) -> list[int]:
    return sorted(len(group.interns) for group in standing_of(cohort).groups)


def sealed(cohort, event, nadege, **fields) -> Repair:
    fields.setdefault("source", WITNESSES)
    return seal_repair_of(cohort=cohort, event=event, reason="Mutation", actor=nadege, **fields)


def drawn(repair, nadege) -> Repair:
    return draw_among_repairs(
        repair=repair, values=VALUES, provenance="Feuilles signées", attendance="Dr Nadaud", actor=nadege
    )


def test_a_departure_moves_nobody_else(nadege):
    group = make_group(size=5)
    make_group(cohort=group.cohort, size=5)
    intern = interns_of_group(group)[0]
    repair = sealed(group.cohort, Event.DEPARTURE, nadege, intern=intern, source=None)
    assert (repair.state, repair.chosen) == (State.DRAWN, 0)
    assert "Personne ne change de groupe" in chosen_of(repair).sentence
    apply_repair(repair=repair, actor=nadege)
    intern.refresh_from_db()
    seat = Membership.objects.get(intern=intern)
    assert (seat.ends_on, seat.reason, seat.decided_by) == (timezone.localdate(), "Mutation", nadege)
    assert intern.standing == Intern.Standing.LEFT
    assert sizes(group.cohort) == [4, 5]
    repair.refresh_from_db()
    assert (repair.state, repair.settled_by) == (State.APPLIED, nadege)


def test_the_past_of_who_leaves_is_not_rewritten(nadege):
    group = make_group(size=5)
    intern = interns_of_group(group)[0]
    summer = SemesterFactory(season="summer", starts_on=date(2026, 5, 4), ends_on=date(2026, 11, 1))
    held = SessionFactory(group=group, semester=summer, starts_at=paris(2026, 9, 24, 14), state="closed")
    AttendanceFactory(session=held, intern=intern)
    note = NoteFactory(session=held, intern=intern, author=tutor_of_group(group).person)
    trace = make_trace("validated", intern=intern)
    before = [note.text, trace.submitted_at, trace.state]
    coming = SessionFactory(group=group, starts_at=paris(2027, 1, 14, 14))
    publish_sessions(sessions=[coming], actor=None)
    repair = sealed(group.cohort, Event.DEPARTURE, nadege, intern=intern, source=None)
    apply_repair(repair=repair, actor=nadege)
    note.refresh_from_db()
    trace.refresh_from_db()
    assert [note.text, trace.submitted_at, trace.state] == before
    assert Attendance.objects.get(session=held, intern=intern).status
    assert intern in members_on(group, held.starts_at.date())
    assert Convocation.objects.get(session=coming, person=intern.person).withdrawn_at is not None


def test_an_arrival_is_drawn_among_the_groups_that_are_equal(nadege, clock):
    cohort = CohortFactory()
    four, also_four, five = (make_group(cohort=cohort, size=size) for size in (4, 4, 5))
    newcomer = InternFactory(cohort=cohort)
    repair = sealed(cohort, Event.ARRIVAL, nadege, intern=newcomer)
    assert (repair.state, repair.chosen) == (State.SEALED, None)
    assert newcomer.person.last_name not in repair.document
    clock.shift(timedelta(hours=1))
    repair = drawn(repair, nadege)
    verdict = verify(minutes_json(repair))
    assert verdict.ok, verdict.sentence
    assert not verify(minutes_json(repair).replace(b"Dr Nadaud", b"Dr Personne")).ok
    apply_repair(repair=repair, actor=nadege)
    seat = Membership.objects.get(intern=newcomer, ends_on=None)
    assert seat.group in (four, also_four)
    assert Membership.objects.filter(ends_on=None).count() == 14
    (proposal,) = proposals_of(cohort, [chosen_of(repair)])
    assert [(step.intern, step.before) for step in proposal.steps] == [(newcomer, "")]
    assert five.memberships.count() == 5


def test_the_seed_chooses_once_and_only_after_its_time(nadege, clock):
    cohort = CohortFactory()
    for _ in range(2):
        make_group(cohort=cohort, size=4)
    repair = sealed(
        cohort,
        Event.ARRIVAL,
        nadege,
        intern=InternFactory(cohort=cohort),
        expected_at=timezone.now() + timedelta(hours=2),
    )
    with pytest.raises(ChangeRefused, match="n’existe pas encore"):
        drawn(repair, nadege)
    with pytest.raises(ChangeRefused, match="déjà appliquée, ou abandonnée"):
        apply_repair(repair=repair, actor=nadege)
    clock.shift(timedelta(hours=3))
    with pytest.raises(WrongValue):
        draw_among_repairs(repair=repair, values=["un", "deux"], provenance="?", attendance="?", actor=nadege)
    drawn(repair, nadege)
    with pytest.raises(ChangeRefused, match="déjà tirée"):
        drawn(repair, nadege)


def test_several_repairs_ask_for_a_source(nadege):
    cohort = CohortFactory()
    for _ in range(2):
        make_group(cohort=cohort, size=4)
    with pytest.raises(ChangeRefused, match="d’où viendra la graine"):
        sealed(cohort, Event.ARRIVAL, nadege, intern=InternFactory(cohort=cohort), source=None)


def test_groups_that_changed_since_the_seal_are_not_touched(nadege):
    group, other = make_group(size=5), make_group(size=5)
    leaving, moving = interns_of_group(group)[:2]
    repair = sealed(group.cohort, Event.DEPARTURE, nadege, intern=leaving, source=None)
    move_member(membership=moving.memberships.get(), group=other, reason="Demande", actor=nadege)
    with pytest.raises(ChangeRefused, match="ont changé depuis"):
        apply_repair(repair=repair, actor=nadege)
    repair.refresh_from_db()
    assert repair.state == State.DRAWN
    abandon_repair(repair=repair, reason="Groupes modifiés", actor=nadege)
    with pytest.raises(ChangeRefused, match="déjà"):
        abandon_repair(repair=repair, reason="Encore", actor=nadege)


def test_one_repair_at_a_time(nadege):
    group = make_group(size=5)
    first, second = interns_of_group(group)[:2]
    sealed(group.cohort, Event.DEPARTURE, nadege, intern=first, source=None)
    with pytest.raises(ChangeRefused, match="déjà en cours"):
        sealed(group.cohort, Event.DEPARTURE, nadege, intern=second, source=None)


def test_a_group_left_too_small_takes_one_person_from_another(nadege):
    cohort = CohortFactory()
    small, large = make_group(cohort=cohort, size=3), make_group(cohort=cohort, size=6)
    found = least_repairs(standing_of(cohort), Event.DEPARTURE, intern=interns_of_group(small)[0])
    assert {repair.cost.moved for repair in found} == {1}
    assert len(found) == 6
    assert "Une personne change de groupe." in found[0].sentence
    repair = sealed(cohort, Event.DEPARTURE, nadege, intern=interns_of_group(small)[0])
    apply_repair(repair=drawn(repair, nadege), actor=nadege)
    assert sizes(cohort) == [3, 5]
    assert large.memberships.filter(ends_on=None).count() == 5


def test_the_groups_of_a_tutor_who_leaves_are_taken_over(nadege):
    group = make_group(size=5)
    make_group(cohort=group.cohort, tutor=TutorFactory(max_groups=1), size=5)
    old, takers = tutor_of_group(group), {TutorFactory(), TutorFactory()}
    repair = sealed(group.cohort, Event.TUTOR_LEAVES, nadege, tutor=old)
    apply_repair(repair=drawn(repair, nadege), actor=nadege)
    assert tutor_of_group(group) in takers
    old.refresh_from_db()
    assert old.availability == Tutor.Availability.WITHDRAWING
    assert group.memberships.filter(ends_on=None).count() == 5


def test_a_group_nobody_takes_over_closes_with_its_sessions(nadege):
    cohort = CohortFactory()
    group = make_group(cohort=cohort, tutor=TutorFactory(max_groups=1), size=4)
    for _ in range(4):
        make_group(cohort=cohort, tutor=TutorFactory(max_groups=1), size=5)
    session = SessionFactory(group=group, starts_at=paris(2027, 1, 14, 14))
    publish_sessions(sessions=[session], actor=None)
    repair = sealed(cohort, Event.TUTOR_LEAVES, nadege, tutor=tutor_of_group(group))
    apply_repair(repair=drawn(repair, nadege), actor=nadege)
    group.refresh_from_db()
    session.refresh_from_db()
    assert group.closed_at is not None
    assert session.state == TutorialSession.State.CANCELLED
    assert sizes(cohort) == [6, 6, 6, 6]


def test_a_change_of_cohort_leaves_the_groups_and_keeps_a_history(nadege):
    group, joined = make_group(size=5), CohortFactory(year=2024)
    intern = interns_of_group(group)[0]
    with pytest.raises(ChangeRefused, match="promotion rejointe"):
        sealed(group.cohort, Event.CHANGE_OF_COHORT, nadege, intern=intern, source=None)
    repair = sealed(group.cohort, Event.CHANGE_OF_COHORT, nadege, intern=intern, joined=joined, source=None)
    apply_repair(repair=repair, actor=nadege)
    intern.refresh_from_db()
    assert intern.cohort == joined
    assert intern.cohort_changes.get().left == group.cohort
    assert not intern.memberships.filter(ends_on=None).exists()


def test_who_comes_back_from_leave_is_in_training_again(nadege):
    group = make_group(size=5)
    intern = interns_of_group(group)[0]
    away = sealed(group.cohort, Event.LONG_LEAVE, nadege, intern=intern, source=None)
    apply_repair(repair=away, actor=nadege)
    intern.refresh_from_db()
    assert intern.standing == Intern.Standing.LEAVE
    back = sealed(group.cohort, Event.ARRIVAL, nadege, intern=intern, source=None)
    apply_repair(repair=back, actor=nadege)
    intern.refresh_from_db()
    assert intern.standing == Intern.Standing.ACTIVE
    assert [seat.group for seat in intern.memberships.order_by("pk")] == [group, group]


def test_nobody_can_be_repaired_twice_at_once(nadege):
    with pytest.raises(IntegrityError), transaction.atomic():
        Repair.objects.create(
            cohort=CohortFactory(),
            event=Event.DEPARTURE,
            reason="Mutation",
            document="{}",
            digest="0" * 64,
            sealed_at=timezone.now(),
        )
