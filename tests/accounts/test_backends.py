import pytest
from django.contrib.auth import get_user

from accounts.backends import AuthenticationBackend
from accounts.models import Role
from tests.factories.people import PersonFactory, make_person

pytestmark = pytest.mark.django_db


def test_a_person_comes_with_the_roles_in_one_query(django_assert_num_queries):
    pk = make_person(Role.TUTOR, Role.DIRECTOR).pk
    with django_assert_num_queries(1):
        person = AuthenticationBackend().get_user(pk)
        assert person.roles == {"tutor", "director"}


def test_a_person_without_role_is_found_too():
    person = PersonFactory()
    assert AuthenticationBackend().get_user(person.pk) == person
    assert not person.roles


def test_a_deactivated_person_is_signed_out(client, rf):
    person = make_person(Role.TUTOR)
    client.force_login(person)
    person.is_active = False
    person.save()
    request = rf.get("/")
    request.session = client.session
    assert not get_user(request).is_authenticated
