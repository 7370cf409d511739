"""A number nobody could have been given is not found, or ignored; it breaks no page."""

import pytest
from django.urls import reverse

from accounts.models import Role
from tests.factories.groups import CohortFactory, TutorFactory
from tests.factories.meetings import SemesterFactory, SessionFactory
from tests.factories.people import make_person, secretary

pytestmark = pytest.mark.django_db

HUGE = pytest.mark.parametrize("huge", ["9" * 30, "9" * 5000], ids=["30 digits", "5000 digits"])


@HUGE
@pytest.mark.parametrize(
    "address",
    [
        "/planning/?semestre={}",
        "/planning/?promotion={}",
        "/programme/?promotion={}",
        "/programme/?seance={}",
        "/convocations/?semestre={}&page={}",
        "/promotions/2025/constituer?graine=1&tuteur={}",
    ],
)
def test_the_secretariat_s_pages(client, address, huge):
    CohortFactory(year=2025)
    SemesterFactory()
    client.force_login(secretary())
    assert client.get(address.replace("{}", huge)).status_code in (200, 404)


@HUGE
@pytest.mark.parametrize(
    "address", ["/evaluations-de-stage/demander/?interne={}", "/suivi/cahier/?intern={}&page={}"]
)
def test_a_tutor_s_pages(client, address, huge):
    SemesterFactory()
    client.force_login(make_person(Role.TUTOR))
    assert client.get(address.replace("{}", huge)).status_code in (200, 404)


@HUGE
def test_what_a_tutor_sends(client, huge):
    session = SessionFactory()
    tutor = TutorFactory()
    session.group.tutorships.update(tutor=tutor)
    person = make_person(Role.TUTOR)
    tutor.person = person
    tutor.save()
    client.force_login(person)
    for name, field in (("evaluations:session-floor", "interne"), ("evaluations:session-version", "note")):
        response = client.post(reverse(name, args=[session.pk]), {field: huge})
        assert response.status_code in (302, 404)
    response = client.post(reverse("evaluations:placement-evaluation-ask"), {"placement": huge})
    assert response.status_code == 404
