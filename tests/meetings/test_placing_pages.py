"""Choosing a slot in the browser: what stands in the way is said, what was typed stays."""

import pytest
from django.urls import reverse

from design.french import NBSP
from groups.models import Policy
from meetings.actions.placing import place_session
from meetings.models import Booking, TutorialSession
from tests.factories.groups import CohortFactory, make_group
from tests.factories.meetings import (
    PublishedSessionFactory,
    RoomFactory,
    SemesterFactory,
    SeminarFactory,
    SessionFactory,
    paris,
)
from tests.factories.people import coordinator, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(paris(2026, 11, 23, 9), tick=False)


@pytest.fixture
def semester():
    return SemesterFactory()


@pytest.fixture
def group(semester):
    return make_group(cohort=CohortFactory(year=2025))


@pytest.fixture
def room():
    return RoomFactory(code="TON‑A1")


@pytest.fixture
def office(client):
    client.force_login(secretary())
    return client


def url_of(group):
    return reverse("meetings:session-place", args=[group.pk])


def slot(room=None, **changes):
    typed = {"day": "2027-01-14", "start": "14:00", "minutes": "120", "number": "3"}
    return typed | {"room": room.pk if room else "", "place": "", "reason": ""} | changes


def text_of(response):
    return response.content.decode()


def test_the_form_proposes_a_usual_day_and_the_policy_of_the_cohort(office, group):
    Policy.objects.filter(cohort=group.cohort).update(session_minutes=150)
    page = text_of(office.get(url_of(group)))
    assert 'value="2026-12-08"' in page
    assert 'value="150"' in page


def test_the_first_free_slot_is_proposed_with_the_smallest_room_that_suits(office, group, semester):
    RoomFactory(code="large"), RoomFactory(code="tiny", capacity=4)
    fitting = RoomFactory(code="fitting", capacity=6)
    place_session(
        group=make_group(tutor=group.tutorships.get().tutor),
        semester=semester,
        starts_at=paris(2026, 12, 15, 14),
        ends_at=paris(2026, 12, 15, 16),
        room=fitting,
        actor=None,
    )
    response = office.get(url_of(group))
    form, examination = response.context["form"], response.context["examination"]
    assert (form["day"].value(), form["start"].value()) == ("2026-12-15", "16:30")
    assert form["room"].value() == str(fitting.pk)
    assert examination.obstacles == []


def test_an_impossible_day_in_the_address_does_not_break_the_page(office, group):
    assert office.get(url_of(group), {"day": "demain"}).status_code == 200
    assert office.get(url_of(group), {"day": "2027-02-31"}).status_code == 200
    assert office.get(url_of(group), {"day": "0001-01-01"}).status_code == 200
    assert office.post(url_of(group), slot(day="9999-12-31")).status_code == 200


def test_the_day_marked_is_the_day_typed(office, group, room):
    days = office.get(url_of(group)).context["suggested"]
    typed = {"day": days[1].day.isoformat(), "start": "14:00", "minutes": "120"}
    page = text_of(office.get(url_of(group), typed, headers={"HX-Request": "true"}))
    assert 'hx-swap-oob="true"' in page
    assert page.count('aria-current="true"') == 1
    assert f'day={typed["day"]}" aria-current="true"' in page


def test_the_next_group_of_the_cohort_follows(office, group, room):
    following = make_group(cohort=group.cohort)
    response = office.post(url_of(group), slot(room, following="1"))
    assert response.url.startswith(url_of(following))
    response = office.post(url_of(following), slot(room, following="1", start="16:30"))
    assert response.url.startswith(reverse("meetings:planning"))
    drafts = office.get(response.url).context["drafts"]
    assert {line.group for line in drafts} == {group, following}, "what is left is to publish them"


def test_a_session_is_placed_as_a_draft(office, group, room):
    response = office.post(url_of(group), slot(room))
    session = TutorialSession.objects.get()
    assert response.url.startswith(reverse("meetings:planning"))
    assert (session.group, session.room, session.state) == (group, room, "draft")
    assert (session.starts_at, session.minutes, session.number) == (paris(2027, 1, 14, 14), 120, 3)


def test_a_taken_room_is_named_and_nothing_is_written(office, group, room, semester):
    other = make_group(cohort=group.cohort)
    place_session(
        group=other,
        semester=semester,
        starts_at=paris(2027, 1, 14, 14),
        ends_at=paris(2027, 1, 14, 16),
        room=room,
        actor=None,
    )
    response = office.post(url_of(group), slot(room, reason="Gardé"))
    page = text_of(response)
    sentence = f"La salle TON‑A1 est prise de 14{NBSP}h à 16{NBSP}h par le groupe {other.code}."
    assert sentence in page
    assert 'value="2027-01-14"' in page
    assert not group.sessions.exists()
    assert Booking.objects.values("session").distinct().count() == 1


def test_a_warning_asks_for_a_choice_and_a_reason(office, group, room):
    seminar = SeminarFactory(cohort=group.cohort)
    page = text_of(office.post(url_of(group), slot(room)))
    key = f"seminar/seminar:{seminar.pk}"
    assert f'value="{key}"' in page
    page = text_of(office.post(url_of(group), slot(room, accepted=key)))
    assert "Dites pourquoi" in page
    office.post(url_of(group), slot(room, accepted=key, reason="Le séminaire est reporté"))
    assert group.sessions.get().resolution.startswith("Le séminaire est reporté")


def test_checking_writes_nothing(office, group, room):
    response = office.post(url_of(group), slot(room, check="1"))
    assert "Rien ne s’oppose à ce créneau" in text_of(response)
    assert not TutorialSession.objects.exists()


def test_a_change_is_checked_without_a_new_page(office, group, room):
    response = office.get(url_of(group), slot(room, day="2027-01-16"), headers={"hx-request": "true"})
    page = text_of(response)
    assert "week-end" in page
    assert "<html" not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": "14:07"}, "cinq minutes près"),
        ({"minutes": "7"}, "Ce nombre est trop petit. Écrivez 30 au moins."),
        ({"day": ""}, "obligatoire"),
        ({"place": "Cabinet"}, "pas les deux"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(office, group, room, changes, sentence):
    page = text_of(office.post(url_of(group), slot(room, **changes)))
    assert sentence in page
    for value in changes.values():
        assert f'value="{value}"' in page or not value
    assert not TutorialSession.objects.exists()


def test_free_rooms_come_before_the_others(office, group):
    RoomFactory(code="A‑small", capacity=4)
    RoomFactory(code="B‑rows", group_work=False)
    RoomFactory(code="C‑free")
    page = text_of(office.get(url_of(group)))
    assert page.index("C‑free") < page.index("B‑rows") < page.index("A‑small")
    assert "il en faut 6" in page


def test_a_published_session_is_moved(office, semester, room):
    session = PublishedSessionFactory(group=make_group(), semester=semester)
    url = reverse("meetings:session-edit", args=[session.pk])
    assert "Les personnes convoquées seront prévenues" in text_of(office.get(url))
    office.post(url, slot(room, day="2027-01-19"))
    session.refresh_from_db()
    assert (session.starts_at, session.room, session.sequence) == (paris(2027, 1, 19, 14), room, 1)


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_a_session_that_is_over_has_no_page_to_move_it(office, state):
    session = SessionFactory(state=state, group=make_group())
    assert office.get(reverse("meetings:session-edit", args=[session.pk])).status_code == 404


def test_cancelling_asks_why_and_says_who_is_told(office, semester):
    session = PublishedSessionFactory(group=make_group(), semester=semester)
    url = reverse("meetings:session-cancel", args=[session.pk])
    assert "Dites pourquoi" in text_of(office.post(url, {"reason": ""}))
    office.post(url, {"reason": "Tuteur souffrant"})
    session.refresh_from_db()
    assert (session.state, session.cancel_reason) == ("cancelled", "Tuteur souffrant")
    assert office.get(url).status_code == 404


def test_a_draft_is_removed_from_the_planning(office, semester):
    draft = SessionFactory(group=make_group(), semester=semester)
    office.post(reverse("meetings:session-remove", args=[draft.pk]))
    assert not TutorialSession.objects.exists()


def test_a_published_session_is_not_removed(office, semester):
    session = PublishedSessionFactory(group=make_group(), semester=semester)
    response = office.post(reverse("meetings:session-remove", args=[session.pk]), follow=True)
    assert "annulez-la" in text_of(response)
    assert TutorialSession.objects.get() == session


def test_the_room_of_a_session_is_noted_confirmed(office, semester):
    session = PublishedSessionFactory(group=make_group(), semester=semester)
    url = reverse("meetings:session-room", args=[session.pk])
    for typed, state in (("1", "confirmed"), ("0", "requested")):
        office.post(url, {"confirmed": typed})
        session.refresh_from_db()
        assert session.room_state == state


def test_a_session_without_room_has_nothing_to_confirm(office, semester):
    session = SessionFactory(group=make_group(), semester=semester, room=None)
    assert office.post(reverse("meetings:session-room", args=[session.pk])).status_code == 404


def test_only_the_secretariat_places(client, group):
    client.force_login(coordinator())
    assert client.get(url_of(group)).status_code == 404
    assert client.post(url_of(group), slot()).status_code == 404


def test_without_a_semester_the_secretariat_is_sent_to_create_one(office):
    response = office.get(url_of(make_group()))
    assert response.url == reverse("meetings:semester-new")


def test_staff_read_the_obstacles_on_the_page_of_a_session_and_others_do_not(client, semester):
    session = PublishedSessionFactory(group=make_group(), semester=semester)
    SeminarFactory(cohort=session.group.cohort, title="Violences")
    url = reverse("meetings:session-detail", args=[session.pk])
    client.force_login(secretary())
    assert "est en séminaire" in text_of(client.get(url))
    client.force_login(session.group.memberships.first().intern.person)
    page = text_of(client.get(url))
    assert "est en séminaire" not in page
    assert session.group.tutorships.get().tutor.person.last_name in page


def test_an_intern_does_not_see_a_draft(client, semester):
    session = SessionFactory(group=make_group(), semester=semester)
    client.force_login(session.group.memberships.first().intern.person)
    assert client.get(reverse("meetings:session-detail", args=[session.pk])).status_code == 404
