"""A prepared query gives what the plain one gives, is built once, and refuses what would be frozen in it."""

from datetime import UTC, datetime

import pytest
from django.db.models import Count

from accounts.models import Person, Role, RoleAssignment
from database.prepared import prepared
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def test_it_is_built_once_and_asked_with_other_values():
    built = []

    @prepared
    def people_named(*, last_name):
        built.append(last_name)
        return Person.objects.filter(last_name=last_name).order_by("pk")

    baron, marchand = make_person(last_name="Baron"), make_person(last_name="Marchand")
    assert people_named(last_name="Baron") == [baron]
    assert people_named(last_name="Marchand") == [marchand]
    assert people_named(last_name="Personne") == []
    assert people_named.first(last_name="Baron") == baron
    assert people_named.first(last_name="Personne") is None
    assert len(built) == 1


def test_the_form_chooses_the_query():
    @prepared
    def roles_of(with_person, *, person):
        found = RoleAssignment.objects.filter(person=person).order_by("role")
        return found.select_related("person") if with_person else found.values_list("role", flat=True)

    person = make_person(Role.TUTOR, Role.DIRECTOR)
    assert set(roles_of(False, person=person.pk)) == {Role.TUTOR, Role.DIRECTOR}
    assert [assignment.person.full_name for assignment in roles_of(True, person=person.pk)] == [
        person.full_name
    ] * 2


def test_which_values_are_given_chooses_the_query_too():
    @prepared
    def people(*, last_name, first_name=None):
        found = Person.objects.filter(last_name=last_name).order_by("pk")
        return found if first_name is None else found.filter(first_name=first_name)

    malo, ines = (make_person(last_name="Baron", first_name=name) for name in ("Malo", "Inès"))
    assert people(last_name="Baron") == [malo, ines]
    assert people(last_name="Baron", first_name="Inès") == [ines]


def test_values_reach_joins_subqueries_annotations_and_moments(django_assert_num_queries):
    @prepared
    def holders(*, role, since):
        held = RoleAssignment.objects.filter(role=role, given_at__gte=since)
        return (
            Person.objects.filter(pk__in=held.values("person"), role_assignments__given_at__gte=since)
            .annotate(count=Count("role_assignments"))
            .order_by("pk")
            .values_list("pk", "count")
        )

    both = make_person(Role.TUTOR, Role.DIRECTOR)
    make_person(Role.INTERN)
    with django_assert_num_queries(2):
        assert holders(role=Role.TUTOR, since=datetime(2001, 1, 1, tzinfo=UTC)) == [(both.pk, 2)]
        assert holders(role=Role.TUTOR, since=datetime(2101, 1, 1, tzinfo=UTC)) == []


def test_a_collection_is_one_value_of_any_length():
    built = []

    @prepared
    def named(*, names):
        built.append(names)
        return (
            Person.objects.filter(last_name__among=names).order_by("pk").values_list("last_name", flat=True)
        )

    for number in range(6):
        make_person(last_name=f"Nom{number}")
    for count in range(7):
        assert named(names=[f"Nom{number}" for number in range(count)]) == [
            f"Nom{number}" for number in range(count)
        ]
    assert len(built) == 1


def test_a_frozen_moment_is_refused():
    @prepared
    def given_lately(*, role):
        return RoleAssignment.objects.filter(role=role, given_at__gte=datetime(2026, 1, 1, tzinfo=UTC))

    with pytest.raises(TypeError, match="for ever"):
        given_lately(role=Role.TUTOR)


def test_a_prefetch_is_refused():
    @prepared
    def people(*, last_name):
        return Person.objects.filter(last_name=last_name).prefetch_related("role_assignments")

    with pytest.raises(TypeError, match="prefetch"):
        people(last_name="Baron")


def test_none_is_no_value():
    @prepared
    def seen(*, last_login):
        return Person.objects.filter(last_login=last_login)

    with pytest.raises(TypeError, match="last_login"):
        seen(last_login=None)
