"""Cutting a cohort into groups, and writing them once."""

import random
from threading import Barrier, Thread

import pytest
from auditlog.models import LogEntry
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from groups.actions import NotPossible, constitute_groups, propose_groups
from groups.constitution import Offer, deal, group_sizes
from groups.models import Constitution, Intern, Membership, Tutor, TutorialGroup, Tutorship
from tests.factories.groups import CohortFactory, InternFactory, TutorFactory, make_group
from tests.factories.people import secretary

SIZES = st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(1, 12)).map(sorted)


@given(st.integers(0, 600), SIZES)
def test_sizes_add_up_are_even_and_never_over_the_maximum(count, bounds):
    minimum, target, maximum = bounds
    sizes = group_sizes(count, minimum, target, maximum)
    assert sum(sizes) == count
    assert all(1 <= size <= maximum for size in sizes)
    assert sizes == sorted(sizes, reverse=True)
    if sizes:
        assert max(sizes) - min(sizes) <= 1


@given(st.integers(1, 300), SIZES)
def test_sizes_keep_to_the_minimum_whenever_they_can(count, bounds):
    minimum, target, maximum = bounds
    possible = any(
        count // groups >= minimum and -(-count // groups) <= maximum for groups in range(1, count + 1)
    )
    assert (min(group_sizes(count, minimum, target, maximum)) >= minimum) is possible


@given(st.integers(1, 300), SIZES)
def test_no_other_number_of_groups_is_nearer_the_target(count, bounds):
    minimum, target, maximum = bounds
    sizes = group_sizes(count, minimum, target, maximum)
    for groups in range(1, count + 1):
        if min(sizes) >= minimum and count // groups >= minimum and -(-count // groups) <= maximum:
            assert abs(count / len(sizes) - target) <= abs(count / groups - target)


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(0, []), (3, [3]), (7, [4, 3]), (11, [6, 5]), (30, [5] * 6), (110, [5] * 22), (132, [6, 6] + [5] * 24)],
)
def test_sizes_of_usual_cohorts(count, sizes):
    assert group_sizes(count, 4, 5, 6) == sizes


@given(st.integers(1, 60), st.integers(0, 2**32), st.integers(1, 8))
def test_dealing_gives_everybody_one_group_and_no_tutor_too_many(count, seed, tutors):
    sizes = group_sizes(count, 4, 5, 6)
    chance = random.Random(seed)
    offers = {tutor: Offer(held=chance.randint(0, 3), free=len(sizes)) for tutor in range(tutors)}
    interns = list(range(1000, 1000 + count))
    groups = deal(interns, offers, sizes, str(seed))
    assert sorted(intern for group in groups for intern in group.interns) == interns
    assert [len(group.interns) for group in groups] == sizes
    assert groups == deal(interns, offers, sizes, str(seed))
    load = [offers[t].held + sum(group.tutor == t for group in groups) for t in offers]
    gained = [sum(group.tutor == t for group in groups) for t in offers]
    for mine, gain in zip(load, gained, strict=True):
        if gain:
            assert mine - 1 <= min(load)


def test_a_seed_gives_the_same_groups_on_every_machine():
    groups = deal(list(range(10)), {71: Offer(0, 1), 72: Offer(0, 1)}, [5, 5], "20261124")
    assert [(group.tutor, group.interns) for group in groups] == SEEDED


SEEDED = [(71, (9, 6, 3, 8, 5)), (72, (4, 7, 1, 2, 0))]


@pytest.fixture
def cohort(db):
    cohort = CohortFactory(year=2026)
    for _ in range(11):
        InternFactory(cohort=cohort)
    return cohort


def test_groups_are_numbered_coded_and_tutored(cohort):
    TutorFactory.create_batch(2)
    actor = secretary()
    constitution = constitute_groups(cohort=cohort, seed="20261124", actor=actor)
    groups = list(TutorialGroup.objects.order_by("number").select_related("cohort"))
    assert [group.code for group in groups] == ["26‑01", "26‑02"]
    assert sorted(group.memberships.count() for group in groups) == [5, 6]
    assert {group.tutorships.get().tutor_id for group in groups} == set(
        Tutor.objects.values_list("pk", flat=True)
    )
    assert constitution.seed == "20261124"
    assert len(constitution.roster["interns"]) == 11
    membership = Membership.objects.first()
    assert LogEntry.objects.get_for_object(membership).get().actor == actor


def test_what_was_proposed_is_what_is_written(cohort):
    TutorFactory.create_batch(2)
    proposal = propose_groups(cohort=cohort, seed="7")
    constitute_groups(cohort=cohort, seed="7", shown=proposal.fingerprint, actor=None)
    for proposed, group in zip(proposal.groups, TutorialGroup.objects.order_by("number"), strict=True):
        assert {intern.pk for intern in proposed.interns} == set(
            group.memberships.values_list("intern", flat=True)
        )
        assert proposed.tutor.pk == group.tutorships.get().tutor_id


def test_a_newcomer_since_the_preview_stops_the_constitution(cohort):
    TutorFactory.create_batch(2)
    proposal = propose_groups(cohort=cohort, seed="7")
    InternFactory(cohort=cohort)
    with pytest.raises(NotPossible, match="a changé depuis l’aperçu"):
        constitute_groups(cohort=cohort, seed="7", shown=proposal.fingerprint, actor=None)
    assert not TutorialGroup.objects.exists()


def test_groups_are_not_constituted_twice(cohort):
    TutorFactory.create_batch(4)
    constitute_groups(cohort=cohort, seed="1", actor=None)
    InternFactory.create_batch(5, cohort=cohort)
    with pytest.raises(NotPossible, match="a déjà 2\u00a0groupes"):
        constitute_groups(cohort=cohort, seed="2", actor=None)


def test_too_few_tutors_is_said_with_the_figures(cohort):
    TutorFactory(max_groups=1)
    with pytest.raises(NotPossible) as refused:
        constitute_groups(cohort=cohort, seed="1", actor=None)
    words = str(refused.value)
    assert "11\u00a0internes" in words
    assert "2\u00a0groupes" in words
    assert "Il manque 1\u00a0place" in words


def test_a_cohort_without_interns_is_refused(db):
    with pytest.raises(NotPossible, match="Importez d’abord"):
        constitute_groups(cohort=CohortFactory(year=2026), seed="1", actor=None)


def test_only_interns_in_training_are_grouped(cohort):
    TutorFactory.create_batch(2)
    away = InternFactory(cohort=cohort, standing=Intern.Standing.LEAVE)
    constitute_groups(cohort=cohort, seed="1", actor=None)
    assert not Membership.objects.filter(intern=away).exists()


def test_tutors_who_are_away_withdraw_or_are_full_get_no_group(cohort):
    full = TutorFactory()
    for _ in range(3):
        make_group(cohort=CohortFactory(year=2025), tutor=full, size=1)
    away = TutorFactory(availability=Tutor.Availability.AWAY)
    withdrawing = TutorFactory(availability=Tutor.Availability.WITHDRAWING)
    co_tutor = TutorFactory(status=Tutor.Status.CO_TUTOR)
    reduced = TutorFactory(availability=Tutor.Availability.REDUCED)
    free = TutorFactory()
    constitute_groups(cohort=cohort, seed="1", actor=None)
    chosen = set(Tutorship.objects.filter(group__cohort=cohort).values_list("tutor", flat=True))
    assert chosen == {reduced.pk, free.pk}
    assert not chosen & {full.pk, away.pk, withdrawing.pk, co_tutor.pk}


def test_only_the_tutors_ticked_are_given_groups(cohort):
    wanted, _ = TutorFactory(), TutorFactory()
    constitute_groups(cohort=cohort, seed="1", tutors=[wanted.pk], actor=None)
    assert set(Tutorship.objects.values_list("tutor", flat=True)) == {wanted.pk}


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_constitute_once():
    cohort = CohortFactory(year=2026)
    InternFactory.create_batch(10, cohort=cohort)
    TutorFactory.create_batch(4)
    start, outcomes = Barrier(2), []

    def confirm():
        start.wait()
        try:
            constitute_groups(cohort=cohort, seed="1", actor=None)
            outcomes.append("done")
        except NotPossible:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert Constitution.objects.count() == 1
    assert Membership.objects.filter(ends_on=None).count() == 10
