"""Moving somebody by hand: with a reason, within the sizes, keeping the past."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groups.actions import MoveRefused, leave_group, move_member, place_intern, undo_move
from groups.models import Membership
from tests.factories.groups import CohortFactory, InternFactory, make_group
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db


def one_of(group):
    return group.memberships.order_by("pk").first()


def test_moving_ends_one_membership_and_starts_another():
    old, new = make_group(), make_group()
    actor = secretary()
    membership = one_of(old)
    moved = move_member(membership=membership, group=new, reason="Même terrain de stage", actor=actor)
    membership.refresh_from_db()
    assert membership.ends_on == moved.starts_on == timezone.localdate()
    assert membership.reason == moved.reason == "Même terrain de stage"
    assert moved.decided_by == actor
    assert moved.group == new


def test_a_reason_is_required():
    with pytest.raises(MoveRefused, match="motif"):
        move_member(membership=one_of(make_group()), group=make_group(), reason="  ", actor=None)


def test_over_the_maximum_needs_an_explicit_override():
    old, full = make_group(), make_group(size=6)
    with pytest.raises(MoveRefused, match="6 au plus") as refused:
        move_member(membership=one_of(old), group=full, reason="Demande", actor=None)
    assert refused.value.is_full
    assert Membership.objects.filter(group=old, ends_on=None).count() == 5
    move_member(membership=one_of(old), group=full, reason="Demande", override=True, actor=None)
    assert Membership.objects.filter(group=full, ends_on=None).count() == 7


def test_another_cohort_is_refused():
    old, other = make_group(), make_group(cohort=CohortFactory(year=2024))
    with pytest.raises(MoveRefused, match="même promotion"):
        move_member(membership=one_of(old), group=other, reason="Demande", actor=None)


def test_a_closed_group_is_refused():
    old, closed = make_group(), make_group()
    closed.closed_at = timezone.now()
    closed.save()
    with pytest.raises(MoveRefused, match="dissous"):
        move_member(membership=one_of(old), group=closed, reason="Demande", actor=None)


def test_a_second_move_of_the_same_membership_is_refused():
    old, new, third = make_group(), make_group(), make_group()
    membership = one_of(old)
    move_member(membership=membership, group=new, reason="Demande", actor=None)
    with pytest.raises(MoveRefused, match="déjà quitté"):
        move_member(membership=membership, group=third, reason="Demande", actor=None)


def test_leaving_ends_the_membership_only():
    membership = one_of(make_group())
    leave_group(membership=membership, reason="A quitté le DES", actor=None)
    assert not Membership.objects.filter(intern=membership.intern, ends_on=None).exists()


def test_placing_somebody_without_a_group():
    group = make_group()
    intern = InternFactory(cohort=group.cohort)
    place_intern(intern=intern, group=group, actor=None)
    assert group.memberships.filter(intern=intern, ends_on=None).exists()
    with pytest.raises(MoveRefused, match="déjà dans un groupe"):
        place_intern(intern=intern, group=make_group(), actor=None)


def test_a_move_is_taken_back_the_same_day():
    old, new = make_group(), make_group()
    membership = one_of(old)
    moved = move_member(membership=membership, group=new, reason="Erreur", actor=None)
    assert undo_move(membership=moved) == membership
    membership.refresh_from_db()
    assert (membership.ends_on, membership.reason) == (None, "")
    assert not Membership.objects.filter(pk=moved.pk).exists()


def test_a_move_of_yesterday_is_not_taken_back():
    old, new = make_group(), make_group()
    yesterday = timezone.localdate() - timedelta(days=1)
    membership = one_of(old)
    membership.starts_on = yesterday - timedelta(days=30)
    membership.save()
    moved = move_member(membership=membership, group=new, reason="Demande", on=yesterday, actor=None)
    with pytest.raises(MoveRefused):
        undo_move(membership=moved)
    assert Membership.objects.get(intern=membership.intern, ends_on=None) == moved
