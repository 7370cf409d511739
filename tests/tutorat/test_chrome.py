"""What surrounds every page: navigation by role, badge, fil du semestre."""

from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from portfolios.queries import traces_to_read_by
from tests.access.world import TODAY, build_world
from tests.factories.people import make_person
from tests.factories.portfolios import make_trace
from tutorat.context import Chrome
from tutorat.navigation import PAGES, navigation

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with time_machine.travel(TODAY, tick=False):
        yield build_world()


def chrome_of(person, role: Role, path: str = "/") -> Chrome:
    return Chrome(SimpleNamespace(user=person, role=role, path=path))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_pages_and_at_most_four_tabs(role):
    items = navigation(role, "/", {})
    assert [item.label for item in items] == [page.label for page in PAGES[role]]
    assert 1 <= sum(item.tab for item in items) <= 4


def test_the_most_precise_page_is_the_active_one():
    items = navigation(Role.TUTOR, reverse("evaluations:logbook"), {})
    assert [item.label for item in items if item.active] == ["Cahier"]
    assert [item.label for item in navigation(Role.TUTOR, "/", {}) if item.active] == ["Accueil"]
    assert not any(item.active for item in navigation(Role.TUTOR, "/aide/", {}))


def test_the_badge_counts_what_the_reading_list_shows(world):
    make_trace("submitted", intern=world.own.mate, recognisable=True)
    make_trace("validated", intern=world.own.mate)
    for role, part, waiting in (("tutor", Role.TUTOR, 2), ("co_tutor", Role.CO_TUTOR, 1)):
        person = world.people[role]
        assert chrome_of(person, part).counts == {"to_read": waiting}
        assert traces_to_read_by(person).count() == waiting


def test_an_intern_sees_the_own_session_on_the_fil(world):
    strip = chrome_of(world.own.intern.person, Role.INTERN).strip
    assert [mark.date.isoformat() for mark in strip.marks] == ["2027-01-14"]
    assert strip.label.startswith("Semestre d’hiver")


def test_without_a_semester_there_is_no_fil():
    assert chrome_of(make_person(Role.TUTOR), Role.TUTOR).strip is None


def test_other_roles_are_offered_but_not_the_one_worn():
    person = make_person(Role.TUTOR, Role.DIRECTOR, gender="f")
    chrome = chrome_of(person, Role.TUTOR)
    assert chrome.role_label == "Tutrice"
    assert chrome.other_roles == [("Directrice du DUMG", "director")]


def test_a_person_without_role_still_has_a_page(client):
    client.force_login(make_person())
    assert "pas encore de rôle" in client.get(reverse("home")).text


def test_the_demo_offers_its_files_to_import_and_nothing_else_does(monkeypatch):
    person = make_person(Role.SECRETARY)
    assert chrome_of(person, Role.SECRETARY).demo_files == []
    monkeypatch.setattr(Chrome, "demo", True)
    assert "demo_etudiants.csv" in chrome_of(person, Role.SECRETARY).demo_files
