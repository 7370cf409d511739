"""`among` finds what `IN` finds, on every database and over joins."""

import pytest
from django.db.models import Q

from accounts.models import Person, Role, RoleAssignment
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def test_strings_and_keys_and_keys_of_what_is_joined():
    malo, ines = (make_person(Role.TUTOR, last_name=name) for name in ("O’Brien; --", "Barthélemy"))
    make_person(Role.INTERN)
    assert set(Person.objects.filter(last_name__among=["O’Brien; --", "Barthélemy", "x"])) == {malo, ines}
    assert set(Person.objects.filter(pk__among={malo.pk, ines.pk})) == {malo, ines}
    held = RoleAssignment.objects.filter(person__pk__among=[ines.pk])
    assert [assignment.person for assignment in held] == [ines]
    assert Person.objects.filter(~Q(pk__among=[malo.pk]), role_assignments__role=Role.TUTOR).get() == ines


def test_nothing_is_among_nothing():
    make_person()
    assert not Person.objects.filter(pk__among=[]).exists()
    assert not Person.objects.filter(last_name__among=[]).exists()
