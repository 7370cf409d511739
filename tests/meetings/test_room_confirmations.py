"""Noting at once that several rooms are granted."""

import pytest
from django.urls import reverse

from meetings.models import TutorialSession
from tests.factories.groups import TutorFactory, make_group
from tests.factories.meetings import (
    PublishedSessionFactory,
    RoomFactory,
    SemesterFactory,
    SessionFactory,
    paris,
)
from tests.factories.people import coordinator, secretary

pytestmark = pytest.mark.django_db

CONFIRM = "meetings:rooms-confirm"


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(paris(2026, 11, 23, 9), tick=False)


@pytest.fixture
def semester():
    return SemesterFactory()


@pytest.fixture
def office(client):
    client.force_login(secretary())
    return client


def asked_for(semester, hour, **fields):
    fields = {"room": RoomFactory()} | fields
    return PublishedSessionFactory(
        group=make_group(),
        semester=semester,
        starts_at=paris(2026, 12, 10, hour),
        room_state="requested",
        **fields,
    )


def confirmed():
    return set(TutorialSession.objects.filter(room_state="confirmed").values_list("pk", flat=True))


def test_all_the_rooms_shown_are_confirmed_together(office, semester):
    first, second = asked_for(semester, 9), asked_for(semester, 14)
    planning = f"{reverse('meetings:planning')}?jour=2026-12-10"
    assert "Confirmer les 2 salles" in office.get(planning).content.decode()
    response = office.post(
        reverse(CONFIRM), {"session": [first.pk, second.pk], "next": planning}, follow=True
    )
    assert response.redirect_chain == [(planning, 302)]
    assert confirmed() == {first.pk, second.pk}
    assert "Confirmer les" not in response.content.decode()


def test_what_has_no_room_or_was_cancelled_or_is_done_stays(office, semester):
    roomless = asked_for(semester, 9, room=None)
    cancelled = asked_for(semester, 14, state="cancelled")
    response = office.post(reverse(CONFIRM), {"session": [roomless.pk, cancelled.pk, "x", "²"]}, follow=True)
    assert "déjà confirmées" in response.content.decode()
    assert confirmed() == set()


def test_it_leads_nowhere_else(office):
    response = office.post(reverse(CONFIRM), {"next": "https://ailleurs.example/"})
    assert response.url == reverse("meetings:planning")


def test_others_confirm_nothing(client, semester):
    session = asked_for(semester, 9)
    client.force_login(coordinator())
    assert client.post(reverse(CONFIRM), {"session": session.pk}).status_code == 404
    assert confirmed() == set()


def test_a_tutor_of_two_groups_counts_once_among_the_people_to_convene(office, semester):
    tutor = TutorFactory()
    for hour in (9, 14):
        SessionFactory(
            group=make_group(tutor=tutor, size=5), semester=semester, starts_at=paris(2026, 12, 10, hour)
        )
    assert office.get(reverse("meetings:planning"), {"vue": "tableau"}).context["convened"] == 11


@pytest.mark.parametrize(("state", "said"), [("published", True), ("cancelled", False)])
def test_the_room_of_a_cancelled_session_is_no_matter(office, semester, state, said):
    session = asked_for(semester, 9, state=state)
    page = office.get(reverse("meetings:session-detail", args=[session.pk])).content.decode()
    assert ("Salle à confirmer" in page) is said
