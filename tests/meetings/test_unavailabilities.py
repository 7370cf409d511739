"""When tutors cannot come: written by the secretariat or by themselves, seen when a session is placed."""

import pytest
from django.urls import reverse

from design.french import day_and_range
from meetings.absences import period_of
from meetings.models import Unavailability
from tests.factories.groups import CoTutorFactory, TutorFactory, make_group
from tests.factories.meetings import SessionFactory, paris
from tests.factories.people import coordinator, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(paris(2026, 11, 23, 9), tick=False)


def page_of(tutor):
    return reverse("meetings:unavailability-list", args=[tutor.pk])


def add(client, tutor, **typed):
    return client.post(page_of(tutor), {"first_day": "2026-12-10"} | typed, follow=True)


def text_of(response):
    return response.content.decode()


def test_the_secretary_notes_whole_days(client):
    tutor = TutorFactory()
    client.force_login(secretary())
    page = text_of(add(client, tutor, last_day="2026-12-12", reason="Congé"))
    absence = Unavailability.objects.get()
    assert (absence.starts_at, absence.ends_at) == (paris(2026, 12, 10), paris(2026, 12, 13))
    assert "Du 10\u00a0décembre au 12\u00a0décembre 2026" in page
    assert "Congé" in page


def test_a_tutor_notes_some_hours_of_a_day(client):
    tutor = CoTutorFactory()
    client.force_login(tutor.person)
    add(client, tutor, start="14:00", end="18:00")
    absence = Unavailability.objects.get()
    assert (absence.starts_at, absence.ends_at) == (paris(2026, 12, 10, 14), paris(2026, 12, 10, 18))
    assert period_of(absence) == day_and_range(absence.starts_at, absence.ends_at)


def test_the_same_period_sent_twice_is_noted_once(client):
    tutor = TutorFactory()
    client.force_login(secretary())
    add(client, tutor)
    add(client, tutor, reason="Garde")
    assert Unavailability.objects.get().reason == "Garde"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"last_day": "2026-12-09"}, "Le dernier jour doit venir après le premier."),
        ({"start": "18:00", "end": "14:00"}, "La fin doit venir après le début."),
        ({"first_day": "2026-11-02"}, "déjà passée"),
        ({"first_day": "0026-12-10"}, "Vérifiez l’année."),
        ({"first_day": ""}, "obligatoire"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_and_stays_typed(client, typed, sentence):
    tutor = TutorFactory()
    client.force_login(secretary())
    page = text_of(add(client, tutor, reason="Congé", **typed))
    assert sentence in page
    assert 'value="Congé"' in page
    assert not Unavailability.objects.exists()


def test_the_sessions_it_falls_on_are_named(client):
    tutor = TutorFactory()
    session = SessionFactory(group=make_group(tutor=tutor), starts_at=paris(2026, 12, 10, 14))
    client.force_login(secretary())
    page = text_of(add(client, tutor))
    assert f"Une séance tombe pendant cette période (groupe {session.group.code})" in page
    assert "Déplacez-la" in page


def test_it_stands_in_the_way_of_a_session(client):
    tutor = TutorFactory()
    session = SessionFactory(group=make_group(tutor=tutor), starts_at=paris(2026, 12, 17, 14))
    client.force_login(secretary())
    add(client, tutor)
    slot = {"day": "2026-12-10", "start": "14:00", "minutes": "120", "check": "1"}
    page = text_of(client.post(reverse("meetings:session-edit", args=[session.pk]), slot))
    assert "indisponible" in page


def test_it_is_taken_back_by_the_tutor(client):
    tutor = TutorFactory()
    client.force_login(tutor.person)
    add(client, tutor)
    address = reverse("meetings:unavailability-delete", args=[Unavailability.objects.get().pk])
    assert client.get(address).status_code == 405
    assert "est retirée" in text_of(client.post(address, follow=True))
    assert not Unavailability.objects.exists()


def test_a_colleague_and_the_coordinator_find_nothing(client):
    tutor, colleague = TutorFactory(), TutorFactory()
    absence = Unavailability.objects.create(
        tutor=tutor, starts_at=paris(2026, 12, 10), ends_at=paris(2026, 12, 11)
    )
    for person in (colleague.person, coordinator()):
        client.force_login(person)
        assert client.get(page_of(tutor)).status_code == 404
        address = reverse("meetings:unavailability-delete", args=[absence.pk])
        assert client.post(address).status_code == 404
    assert Unavailability.objects.exists()


def test_what_is_over_is_not_shown(client):
    tutor = TutorFactory()
    Unavailability.objects.create(
        tutor=tutor, starts_at=paris(2026, 11, 2), ends_at=paris(2026, 11, 3), reason="Vieille garde"
    )
    client.force_login(secretary())
    assert "Vieille garde" not in text_of(client.get(page_of(tutor)))


def test_the_way_there_is_on_the_tutors_page(client):
    tutor = TutorFactory()
    for person in (secretary(), tutor.person):
        client.force_login(person)
        assert page_of(tutor) in text_of(client.get(reverse("groups:tutor-detail", args=[tutor.pk])))
    client.force_login(coordinator())
    assert page_of(tutor) not in text_of(client.get(reverse("groups:tutor-detail", args=[tutor.pk])))
