"""Rooms, seminars, programme and tutors' meetings in the browser."""

import pytest
from django.urls import reverse

from meetings.models import ProgrammeItem, Room, RoomClosure, Seminar, TutorsMeeting
from tests.factories.groups import CohortFactory, TutorFactory, make_group
from tests.factories.meetings import RoomFactory, SemesterFactory, SeminarFactory, SessionFactory, paris
from tests.factories.people import coordinator, director, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(paris(2026, 11, 23, 9), tick=False)


@pytest.fixture
def office(client):
    client.force_login(secretary())
    return client


def text_of(response):
    return response.content.decode()


def test_a_room_is_added_then_changed(office):
    typed = {"code": "TON‑A1", "layout": "circle", "capacity": "24", "group_work": "on", "is_active": "on"}
    office.post(reverse("meetings:room-new"), typed)
    room = Room.objects.get()
    office.post(reverse("meetings:room-edit", args=[room.pk]), typed | {"capacity": "20"})
    room.refresh_from_db()
    assert room.capacity == 20


def test_a_second_room_of_the_same_code_is_refused_and_stays_typed(office):
    RoomFactory(code="TON‑A1")
    page = text_of(
        office.post(
            reverse("meetings:room-new"),
            {"code": "TON‑A1", "layout": "rows", "capacity": "24", "note": "Froide"},
        )
    )
    assert "porte déjà ce code" in page
    assert 'value="Froide"' in page


def test_a_closure_counts_the_sessions_it_falls_on(office):
    session = SessionFactory(group=make_group())
    typed = {"starts_at": "2027-01-14T08:00", "ends_at": "2027-01-14T18:00", "reason": "Travaux"}
    url = reverse("meetings:room-closure-new", args=[session.room.pk])
    assert "Une séance y est placée" in text_of(office.post(url, typed, follow=True))
    closure = RoomClosure.objects.get()
    assert (closure.starts_at, closure.reason) == (paris(2027, 1, 14, 8), "Travaux")
    office.post(reverse("meetings:room-closure-delete", args=[closure.pk]))
    assert not RoomClosure.objects.exists()


def test_a_closure_that_ends_before_it_begins_is_refused(office):
    room = RoomFactory()
    typed = {"starts_at": "2027-01-14T18:00", "ends_at": "2027-01-14T08:00"}
    page = text_of(office.post(reverse("meetings:room-closure-new", args=[room.pk]), typed))
    assert "La fin doit venir après le début" in page
    assert 'value="2027-01-14T08:00"' in page
    assert room.code in page


def test_a_year_of_another_age_is_refused(office):
    room = RoomFactory()
    typed = {"starts_at": "0001-01-01T00:00", "ends_at": "9999-12-31T23:59"}
    page = text_of(office.post(reverse("meetings:room-closure-new", args=[room.pk]), typed))
    assert "Vérifiez l’année" in page
    assert not RoomClosure.objects.exists()


def test_a_seminar_is_added_and_shows_the_sessions_it_meets(office):
    cohort = CohortFactory()
    session = SessionFactory(group=make_group(cohort=cohort))
    typed = {
        "cohort": cohort.pk,
        "title": "Violences",
        "starts_at": "2027-01-14T14:00",
        "ends_at": "2027-01-14T17:00",
    }
    page = text_of(office.post(reverse("meetings:seminar-new"), typed, follow=True))
    assert reverse("meetings:session-detail", args=[session.pk]) in page
    office.post(reverse("meetings:seminar-delete", args=[Seminar.objects.get().pk]))
    assert not Seminar.objects.exists()


def test_past_seminars_are_shown_on_demand(office):
    SeminarFactory(title="Ancien", starts_at=paris(2026, 10, 1, 9), ends_at=paris(2026, 10, 1, 12))
    url = reverse("meetings:seminar-list")
    assert "Ancien" not in text_of(office.get(url))
    assert "Ancien" in text_of(office.get(url, {"passes": "1"}))


def lines(*texts, initial=0):
    typed = {"form-TOTAL_FORMS": str(len(texts)), "form-INITIAL_FORMS": str(initial)}
    for index, text in enumerate(texts):
        typed |= {f"form-{index}-text": text, f"form-{index}-is_mandatory": "on"}
    return typed


def test_the_programme_of_a_number_is_rewritten_for_one_cohort_only(client):
    cohort = CohortFactory(year=2025)
    client.force_login(coordinator())
    url = reverse("meetings:programme-edit") + "?seance=3&promotion=2025"
    common = ProgrammeItem.objects.filter(cohort=None, session_number=3).count()
    assert client.post(url, lines("Atelier", "", "Thèse")).status_code == 302
    own = ProgrammeItem.objects.filter(cohort=cohort).order_by("position")
    assert [(line.text, line.position) for line in own] == [("Atelier", 1), ("Thèse", 2)]
    assert ProgrammeItem.objects.filter(cohort=None, session_number=3).count() == common
    assert 'value="Atelier"' in text_of(client.get(url))


def test_the_director_reads_the_programme_and_does_not_write_it(client):
    client.force_login(director())
    url = reverse("meetings:programme-edit")
    assert client.get(url).status_code == 200
    assert client.post(url, lines("Atelier")).status_code == 404


@pytest.mark.parametrize("query", ["?seance=0", "?seance=x", "?promotion=1999", "?promotion=x"])
def test_a_programme_that_does_not_exist_is_not_found(office, query):
    assert office.get(reverse("meetings:programme-edit") + query).status_code == 404


def test_a_tutors_meeting_gets_its_semester_and_tutors_read_it(client):
    semester = SemesterFactory()
    client.force_login(coordinator())
    typed = {
        "starts_at": "2026-12-03T18:00",
        "ends_at": "2026-12-03T20:00",
        "place": "Salle des thèses",
        "agenda": "Programme de la séance 3",
    }
    client.post(reverse("meetings:meeting-new"), typed)
    meeting = TutorsMeeting.objects.get()
    assert (meeting.semester, meeting.starts_at) == (semester, paris(2026, 12, 3, 18))
    client.post(
        reverse("meetings:meeting-edit", args=[meeting.pk]), typed | {"minutes": "Douze tuteurs présents."}
    )
    client.force_login(TutorFactory().person)
    page = text_of(client.get(reverse("meetings:meeting-list")))
    assert "Douze tuteurs présents." in page
    assert reverse("meetings:meeting-edit", args=[meeting.pk]) not in page


def test_a_meeting_needs_a_semester(office):
    typed = {"starts_at": "2026-12-03T18:00", "ends_at": "2026-12-03T20:00", "place": "Ici"}
    page = text_of(office.post(reverse("meetings:meeting-new"), typed))
    assert "Aucun semestre" in page
    assert 'value="Ici"' in page
