"""Days set aside for the tutorial groups: reserved, released, and told with who did it."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.models import DedicatedDay
from tests.factories.groups import CohortFactory
from tests.factories.meetings import SemesterFactory, paris
from tests.factories.people import coordinator, director, secretary

pytestmark = pytest.mark.django_db

THURSDAY = date(2027, 1, 14)


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(paris(2026, 11, 23, 9), tick=False)


@pytest.fixture
def semester():
    return SemesterFactory()


@pytest.fixture
def cohort():
    return CohortFactory(year=2025)


@pytest.fixture
def office(client):
    client.force_login(coordinator(first_name="Odile", last_name="Vannier"))
    return client


def reserve(client, semester, day=THURSDAY, cohort=""):
    typed = {"semester": semester.pk, "day": day.isoformat(), "cohort": cohort}
    return client.post(reverse("meetings:dedicated-day-list"), typed, follow=True)


def test_a_day_is_reserved_then_released_and_both_are_told(office, semester, cohort):
    page = reserve(office, semester, cohort=cohort.pk).text
    dedicated = DedicatedDay.objects.get()
    assert (dedicated.day, dedicated.cohort) == (THURSDAY, cohort)
    assert "jeudi 14 janvier 2027" in page.lower().replace("\u00a0", " ")
    page = office.post(reverse("meetings:dedicated-day-release", args=[dedicated.pk]), follow=True).text
    assert not DedicatedDay.objects.exists()
    assert "Aucune journée dédiée" in page
    assert "Retirée" in page
    assert page.count("Odile Vannier") >= 2


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2027, 8, 3), "hors du semestre"),
        (date(2026, 11, 12), "déjà passée"),
        (date(2026, 12, 25), "férié"),
    ],
)
def test_a_day_that_cannot_serve_is_refused_and_kept_typed(office, semester, day, sentence):
    page = reserve(office, semester, day)
    assert page.status_code == 422
    assert sentence in page.text
    assert day.isoformat() in page.text
    assert not DedicatedDay.objects.exists()


def test_a_day_is_reserved_once(office, semester, cohort):
    reserve(office, semester)
    assert "déjà réservée à toutes les promotions" in reserve(office, semester, cohort=cohort.pk).text
    assert "déjà réservée à toutes les promotions" in reserve(office, semester).text
    assert DedicatedDay.objects.count() == 1


def test_the_direction_reads_and_changes_nothing(client, semester):
    client.force_login(director())
    assert "Réserver une journée" not in client.get(reverse("meetings:dedicated-day-list")).text
    assert reserve(client, semester).status_code == 404


def test_the_settings_lead_there(client, semester):
    client.force_login(secretary())
    assert reverse("meetings:dedicated-day-list") in client.get(reverse("meetings:planning-policy")).text
