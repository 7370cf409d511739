"""Who tutors whom: another tutor, co-tutors, an intern alone with a tutor, another cohort (A-001, A-172)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Role
from evaluations.queries.files import files_open_to
from evaluations.queries.load import load_on
from evaluations.rules import gives_levels
from groups import rules
from groups.actions import (
    ChangeRefused,
    add_co_tutor,
    change_cohort,
    change_tutor,
    end_co_tutorship,
    entrust_alone,
    leave_group,
    move_member,
)
from groups.actions.constitution import interns_to_group
from groups.models import CohortChange, Membership, Tutor, Tutorship
from groups.queries import interns_followed_by, interns_known_to, tutor_of, tutors_of
from groups.tutor_loads import with_load
from portfolios import rules as portfolio_rules
from portfolios.queries import traces_to_read_by, traces_visible_to
from tests.factories.evaluations import NoteFactory
from tests.factories.groups import (
    CohortFactory,
    CoTutorFactory,
    InternFactory,
    TutorFactory,
    follow_alone,
    interns_of_group,
    make_group,
    tutor_of_group,
)
from tests.factories.people import secretary
from tests.factories.portfolios import make_trace

pytestmark = pytest.mark.django_db
Part = Tutorship.Part


def test_a_group_changes_tutor_and_keeps_its_history():
    group, newcomer, actor = make_group(), TutorFactory(), secretary()
    before = group.tutorships.get()
    started = change_tutor(group=group, tutor=newcomer, reason="Départ à la retraite", actor=actor)
    before.refresh_from_db()
    assert before.ends_on == started.starts_on == timezone.localdate()
    assert (before.reason, before.decided_by) == ("Départ à la retraite", actor)
    assert tutor_of_group(group) == newcomer


@pytest.mark.parametrize(
    ("days", "words"), [(1, "est à venir"), (-10_000, "date du")], ids=["to come", "before it began"]
)
def test_a_day_that_makes_no_sense_is_refused(days, words):
    group = make_group()
    with pytest.raises(ChangeRefused, match=words):
        change_tutor(
            group=group,
            tutor=TutorFactory(),
            reason="Demande",
            on=timezone.localdate() + timedelta(days=days),
            actor=None,
        )
    assert group.tutorships.filter(ends_on=None).count() == 1


def test_a_reason_and_another_person_are_required():
    group = make_group()
    with pytest.raises(ChangeRefused, match="motif"):
        change_tutor(group=group, tutor=TutorFactory(), reason=" ", actor=None)
    with pytest.raises(ChangeRefused, match="suit déjà"):
        change_tutor(group=group, tutor=tutor_of_group(group), reason="Demande", actor=None)


def test_a_co_tutor_comes_goes_and_becomes_the_tutor():
    group, co_tutor = make_group(), CoTutorFactory()
    first = add_co_tutor(group=group, tutor=co_tutor, actor=None)
    with pytest.raises(ChangeRefused, match="suit déjà"):
        add_co_tutor(group=group, tutor=co_tutor, actor=None)
    change_tutor(group=group, tutor=co_tutor, reason="Prend la suite", actor=None)
    first.refresh_from_db()
    assert (first.part, first.ends_on) == (Part.CO_TUTOR, timezone.localdate())
    assert tutor_of_group(group) == co_tutor
    assert {Role.TUTOR, Role.CO_TUTOR} <= set(co_tutor.person.role_assignments.values_list("role", flat=True))
    other = add_co_tutor(group=group, tutor=CoTutorFactory(), actor=None)
    end_co_tutorship(tutorship=other, reason="Fin de formation", actor=None)
    with pytest.raises(ChangeRefused, match="déjà terminé"):
        end_co_tutorship(tutorship=other, reason="Encore", actor=None)


def test_a_co_tutor_reads_and_comments_and_validates_only_where_the_policy_says_so():
    co_tutor = CoTutorFactory()
    group = make_group(size=1)
    (intern,) = interns_of_group(group)
    trace = make_trace("submitted", intern=intern)
    assert not portfolio_rules.comments(co_tutor.person, trace)
    tutorship = add_co_tutor(group=group, tutor=co_tutor, actor=None)
    assert portfolio_rules.comments(co_tutor.person, trace)
    assert not portfolio_rules.validates(co_tutor.person, trace)
    assert not gives_levels(co_tutor.person, intern)
    policy = intern.cohort.policy
    policy.co_tutor_validates = True
    policy.save()
    assert portfolio_rules.validates(co_tutor.person, trace)
    assert gives_levels(co_tutor.person, intern)
    end_co_tutorship(tutorship=tutorship, reason="Fin", actor=None)
    assert not portfolio_rules.comments(co_tutor.person, trace)


def test_what_waits_to_be_read_goes_to_the_new_tutor():
    group, newcomer = make_group(size=1), TutorFactory()
    old = tutor_of_group(group)
    (intern,) = interns_of_group(group)
    trace = make_trace("submitted", intern=intern, recognisable=True)
    note = NoteFactory(intern=intern, author=old.person, audience="private")
    change_tutor(group=group, tutor=newcomer, reason="Départ", actor=None)
    assert list(traces_to_read_by(newcomer.person)) == [trace]
    assert not traces_to_read_by(old.person).exists()
    assert not traces_visible_to(old.person).exists()
    assert not interns_followed_by(old.person).exists()
    note.refresh_from_db()
    assert note.author == old.person


def test_an_intern_alone_with_a_tutor_is_followed_everywhere():
    intern, tutor = InternFactory(), TutorFactory()
    follow_alone(intern, tutor)
    trace = make_trace("submitted", intern=intern, recognisable=True)
    today = timezone.localdate()
    assert tutor_of(intern) == tutor
    assert [(each, each.part) for each in tutors_of(intern)] == [(tutor, Part.TUTOR)]
    assert rules.tutors(tutor.person, intern)
    assert rules.follows(tutor.person, intern)
    assert list(interns_known_to(tutor.person)) == [intern]
    assert list(traces_to_read_by(tutor.person)) == [trace]
    assert portfolio_rules.validates(tutor.person, trace)
    assert gives_levels(tutor.person, intern)
    assert list(files_open_to(tutor.person, today).filter(is_followed=True)) == [intern]
    assert with_load(Tutor.objects.filter(pk=tutor.pk)).get().tutee_count == 1
    (line,) = (line for line in load_on(None).lines if line.tutor == tutor)
    assert (line.alone, line.tutees, line.never_met) == (1, 1, 1)
    assert not interns_to_group(intern.cohort).exists()


def test_alone_and_in_a_group_are_counted_together():
    tutor = TutorFactory()
    make_group(tutor=tutor, size=3)
    follow_alone(InternFactory(), tutor)
    follow_alone(InternFactory(), tutor)
    found = with_load(Tutor.objects.filter(pk=tutor.pk)).get()
    assert (found.group_count, found.tutee_count) == (1, 5)


def test_nobody_is_in_a_group_and_alone_at_once():
    group, tutor = make_group(size=1), TutorFactory()
    (intern,) = interns_of_group(group)
    with pytest.raises(IntegrityError), transaction.atomic():
        follow_alone(intern, tutor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            intern=InternFactory(), group=group, tutor=tutor, starts_on=timezone.localdate()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(intern=InternFactory(), starts_on=timezone.localdate())


def test_an_intern_leaves_a_group_for_a_tutor_alone_and_comes_back():
    group, tutor = make_group(), TutorFactory()
    seat = group.memberships.order_by("pk").first()
    alone = entrust_alone(intern=seat.intern, tutor=tutor, reason="Stage à La Réunion", actor=None)
    seat.refresh_from_db()
    assert seat.ends_on == alone.starts_on == timezone.localdate()
    with pytest.raises(ChangeRefused, match="suit déjà"):
        entrust_alone(intern=seat.intern, tutor=tutor, reason="Encore", actor=None)
    back = move_member(membership=alone, group=group, reason="Retour", actor=None)
    assert back.group == group
    assert seat.intern.memberships.count() == 3


def test_a_co_tutor_follows_nobody_alone():
    with pytest.raises(ChangeRefused, match="ne peut pas"):
        entrust_alone(intern=InternFactory(), tutor=CoTutorFactory(), reason="Demande", actor=None)


def test_time_alone_with_a_tutor_ends_like_any_other():
    alone = follow_alone(InternFactory(), TutorFactory())
    leave_group(membership=alone, reason="A quitté le DES", actor=None)
    assert tutor_of(alone.intern) is None


def test_changing_cohort_keeps_the_past():
    group = make_group()
    joined = CohortFactory(year=2024)
    seat = group.memberships.order_by("pk").first()
    trace = make_trace("validated", intern=seat.intern)
    before = (trace.semester_id, trace.submitted_at)
    change = change_cohort(intern=seat.intern, cohort=joined, reason="Redoublement", actor=None)
    seat.refresh_from_db()
    seat.intern.refresh_from_db()
    trace.refresh_from_db()
    assert (seat.group, seat.ends_on) == (group, timezone.localdate())
    assert (change.left, change.joined) == (group.cohort, seat.intern.cohort)
    assert (trace.semester_id, trace.submitted_at) == before
    assert list(interns_to_group(joined)) == [seat.intern]
    with pytest.raises(ChangeRefused, match="déjà de la"):
        change_cohort(intern=seat.intern, cohort=joined, reason="Encore", actor=None)
    assert CohortChange.objects.count() == 1
