"""Entering in one click: in the demo only, as invented people only."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from tests.factories.people import make_person, secretary

pytestmark = pytest.mark.django_db
ADDRESS = "/demonstration/entrer/"


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def nadege(**fields):
    return make_person(
        Role.SECRETARY,
        first_name="Nadège",
        last_name="Fortin",
        email="nadege.fortin@tutorat.example",
        **fields,
    )


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_signs_in_and_wears_the_role_of_the_card(client, demo):
    coordinator = make_person(Role.COORDINATOR, Role.TUTOR, email="francoise.dumercy@tutorat.example")

    answer = client.post(reverse("demo-sign-in"), {"person": coordinator.pk})

    assert answer.status_code == 302
    assert answer.url == reverse("home")
    assert client.session["_auth_user_id"] == str(coordinator.pk)
    assert client.session["role"] == "coordinator"
    assert client.get(reverse("help")).status_code == 200


def test_does_not_exist_outside_the_demo(client, settings):
    settings.DEMO = False
    person = nadege()

    assert client.post(ADDRESS, {"person": person.pk}).status_code == 404
    assert client.get(ADDRESS).status_code == 404
    assert not is_signed_in(client)


def test_real_addresses_are_not_found(client, demo):
    person = secretary(email="someone@example.org")

    assert client.post(ADDRESS, {"person": person.pk}).status_code == 404
    assert not is_signed_in(client)


@pytest.mark.parametrize("domain", ["tutorat.example.org", "x.tutorat.example", "example"])
def test_neighbouring_domains_are_not_found(client, demo, domain):
    person = secretary(email=f"nadege.fortin@{domain}")

    assert client.post(ADDRESS, {"person": person.pk}).status_code == 404


@pytest.mark.parametrize("fields", [{"is_superuser": True}, {"is_staff": True}, {"is_active": False}])
def test_technical_and_closed_accounts_are_not_found(client, demo, fields):
    person = nadege(**fields)

    assert client.post(ADDRESS, {"person": person.pk}).status_code == 404
    assert not is_signed_in(client)


@pytest.mark.parametrize("given", ["", "0", "-1", "moi", "1e3", "٣", "9" * 40])
def test_anything_else_is_not_found(client, demo, given):
    assert client.post(ADDRESS, {"person": given}).status_code == 404


def test_only_by_post(client, demo):
    assert client.get(ADDRESS).status_code == 405


def test_needs_the_token_of_the_form(demo):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(ADDRESS, {"person": nadege().pk}).status_code == 403


def test_the_sign_in_page_offers_the_demo_people(client, demo):
    person = nadege()

    page = client.get(reverse("account_login")).content.decode()

    assert "Faculté de démonstration" in page
    assert "Secrétaire du DUMG" in page
    assert f'value="{person.pk}"' in page


def test_the_sign_in_page_says_nothing_outside_the_demo(client, settings):
    settings.DEMO = False
    nadege()

    page = client.get(reverse("account_login")).content.decode()

    assert "monstration" not in page
    assert "Fortin" not in page


def test_files_are_offered_to_who_is_signed_in(client, demo):
    client.force_login(nadege())

    answer = client.get(reverse("demo-file", args=["demo_etudiants.csv"]))

    assert answer.status_code == 200
    assert answer.content.count(b"\r\n") == 31
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(reverse("demo-file", args=["autre.csv"])).status_code == 404


def test_files_do_not_exist_outside_the_demo(client, settings):
    settings.DEMO = False
    client.force_login(nadege())

    assert client.get(reverse("demo-file", args=["demo_etudiants.csv"])).status_code == 404
