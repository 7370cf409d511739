"""Rooms that did not suit: said by the tutor, weighed until settled, and the alerts of a semester."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.actions.complaints import complain_of_room, settle_complaint
from meetings.alerts import Kind, alerts_in
from meetings.facts import examine
from meetings.models import Room, RoomClosure, RoomComplaint, Unavailability
from meetings.obstacles import Kind as ObstacleKind
from meetings.overview import Overview
from tests.factories.groups import CoTutorFactory, TutorFactory, interns_of_group, make_group
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
def january(time_machine):
    time_machine.move_to(paris(2027, 1, 15, 9), tick=False)
    return time_machine


@pytest.fixture
def room():
    return RoomFactory(code="B 210")


@pytest.fixture
def session(room):
    """Held yesterday by its tutor."""
    return PublishedSessionFactory(group=make_group(tutor=TutorFactory()), room=room, state="closed")


def tutor_of(session):
    return session.group.tutorships.get(part="tutor").tutor


def page_of(session):
    return reverse("meetings:complaint-new", args=[session.pk])


def complain(session, reason="Tables fixées au sol"):
    return complain_of_room(session=session, reason=reason, actor=tutor_of(session).person)


def settle(complaint, state, answer=""):
    settle_complaint(complaint=complaint, state=state, answer=answer, actor=secretary())


def text_of(response):
    return response.content.decode()


def test_the_tutor_complains_from_the_page_of_the_session(client, session, room):
    client.force_login(tutor_of(session).person)
    detail = reverse("meetings:session-detail", args=[session.pk])
    assert page_of(session) in text_of(client.get(detail))
    page = text_of(client.post(page_of(session), {"reason": "Impossible de se voir"}, follow=True))
    assert "transmis au secrétariat" in page
    complaint = RoomComplaint.objects.get()
    assert (complaint.room, complaint.reason) == (room, "Impossible de se voir")
    assert "Impossible de se voir" in text_of(client.get(page_of(session)))


def test_saying_it_again_rewords_it(client, session, room):
    complain(session)
    complain(session, "Trop de bruit")
    room.refresh_from_db()
    assert (RoomComplaint.objects.get().reason, room.open_complaints) == ("Trop de bruit", 1)


def test_a_reason_is_needed(client, session):
    client.force_login(tutor_of(session).person)
    assert "Dites ce qui n’allait pas" in text_of(client.post(page_of(session), {"reason": " "}))
    assert not RoomComplaint.objects.exists()


def test_only_who_led_the_session_and_only_once_it_has_begun(client, session, january):
    mate = interns_of_group(session.group)[0].person
    for person in (mate, TutorFactory().person, secretary(), coordinator()):
        client.force_login(person)
        assert client.post(page_of(session), {"reason": "Non"}).status_code == 404
    january.move_to(paris(2027, 1, 13, 9), tick=False)
    client.force_login(tutor_of(session).person)
    assert client.get(page_of(session)).status_code == 404
    assert not RoomComplaint.objects.exists()


def test_a_co_tutor_of_that_day_may_complain(client, room):
    co_tutor = CoTutorFactory()
    session = PublishedSessionFactory(group=make_group(co_tutor=co_tutor), room=room, state="closed")
    client.force_login(co_tutor.person)
    assert client.get(page_of(session)).status_code == 200


def test_one_complaint_lowers_the_room_two_make_it_unsuited(session, room):
    complain(session)
    room.refresh_from_db()
    assert (room.is_round_table, room.suits_groups) == (False, True)
    other = PublishedSessionFactory(
        group=make_group(), room=room, state="closed", starts_at=paris(2027, 1, 12, 9)
    )
    complain(other)
    found = examine(
        group=make_group(),
        semester=session.semester,
        starts_at=paris(2027, 2, 4, 14),
        ends_at=paris(2027, 2, 4, 16),
        room=Room.objects.get(pk=room.pk),
    ).obstacles
    assert ObstacleKind.ROOM_UNSUITED in {obstacle.kind for obstacle in found}


def test_settling_gives_the_room_back_or_takes_it_away(session, room):
    settle(complain(session), "mended", "Tables dévissées")
    room.refresh_from_db()
    assert (room.is_round_table, room.open_complaints) == (True, 0)
    other = PublishedSessionFactory(
        group=make_group(), room=room, state="closed", starts_at=paris(2027, 1, 12, 9)
    )
    settle(complain(other), "upheld")
    room.refresh_from_db()
    assert (room.suits_groups, room.open_complaints) == (False, 0)


def test_a_complaint_is_settled_once_and_not_reworded_after(session):
    complaint = complain(session)
    settle(complaint, "dismissed")
    with pytest.raises(ValidationError, match="déjà été traité"):
        settle(complaint, "upheld")
    with pytest.raises(ValidationError, match="déjà été traité"):
        complain(session)


def test_the_secretary_settles_it_on_the_page_of_the_room(client, session, room):
    complaint = complain(session)
    client.force_login(secretary())
    page = text_of(client.get(reverse("meetings:room-edit", args=[room.pk])))
    assert "Tables fixées au sol" in page
    assert "1\u00a0signalement à traiter" in text_of(client.get(reverse("meetings:room-list")))
    answer = client.post(
        reverse("meetings:complaint-settle", args=[complaint.pk]),
        {"state": "mended", "answer": "Tables dévissées"},
        follow=True,
    )
    assert "signalement traité" in text_of(answer)
    assert "Tables dévissées" in text_of(answer)
    again = client.post(
        reverse("meetings:complaint-settle", args=[complaint.pk]), {"state": "open"}, follow=True
    )
    assert "Choisissez la suite" in text_of(again)


@pytest.mark.parametrize(
    ("complaints", "suits", "is_round"), [(0, True, True), (1, True, False), (2, False, False)]
)
def test_how_many_complaints_it_takes(complaints, suits, is_round):
    room = Room(code="A", capacity=10, layout=Room.Layout.CIRCLE, open_complaints=complaints)
    assert (room.suits_groups, room.is_round_table) == (suits, is_round)


# Alerts


@pytest.fixture
def coming(room):
    return PublishedSessionFactory(
        group=make_group(tutor=TutorFactory()),
        room=room,
        room_state="confirmed",
        starts_at=paris(2027, 2, 4, 14),
    )


def kinds(semester):
    return [alert.kind for alert in alerts_in(Overview(semester))]


def test_a_sound_plan_raises_nothing(coming):
    assert kinds(coming.semester) == []


def test_what_came_up_since_is_told_with_the_session_and_where_to_go(coming, room):
    group = coming.group
    SeminarFactory(cohort=group.cohort, starts_at=paris(2027, 2, 4, 13), ends_at=paris(2027, 2, 4, 15))
    RoomClosure.objects.create(room=room, starts_at=paris(2027, 2, 4, 8), ends_at=paris(2027, 2, 4, 18))
    Unavailability.objects.create(
        tutor=tutor_of(coming), starts_at=paris(2027, 2, 4), ends_at=paris(2027, 2, 5)
    )
    alerts = alerts_in(Overview(coming.semester))
    assert [alert.kind for alert in alerts] == [Kind.SEMINAR, Kind.ROOM_CLOSED, Kind.TUTOR_UNAVAILABLE]
    for alert in alerts:
        assert alert.sessions == (coming.pk,)
        assert group.code in alert.sentence
        assert alert.url.startswith("/")
        assert alert.remedy.endswith(".")


def test_rooms_that_nobody_confirmed_and_sessions_without_a_room(room):
    semester = SemesterFactory()
    asked = SessionFactory(group=make_group(), room=room, starts_at=paris(2027, 2, 4, 14))
    roomless = SessionFactory(group=make_group(), room=None, starts_at=paris(2027, 2, 9, 14))
    assert [(alert.kind, alert.sessions) for alert in alerts_in(Overview(semester))] == [
        (Kind.ROOM_UNCONFIRMED, (asked.pk,)),
        (Kind.NO_ROOM, (roomless.pk,)),
    ]


def test_a_complaint_names_the_sessions_to_come_in_that_room(client, session, coming, room):
    complain(session)
    alert = next(alert for alert in alerts_in(Overview(coming.semester)) if alert.kind == Kind.COMPLAINT)
    assert alert.sessions == (coming.pk,)
    client.force_login(secretary())
    page = text_of(client.get(reverse("meetings:semester-detail", args=[coming.semester_id])))
    assert "La salle B 210 est signalée inadaptée" in page


def test_a_held_session_raises_nothing(session, room):
    RoomClosure.objects.create(room=room, starts_at=paris(2027, 1, 14, 8), ends_at=paris(2027, 1, 14, 18))
    assert kinds(session.semester) == []


def test_many_sessions_are_counted_in_the_sentence():
    semester = SemesterFactory()
    for hour in range(8, 15):
        SessionFactory(group=make_group(), room=None, starts_at=paris(2027, 2, 4, hour))
    (alert,) = alerts_in(Overview(semester))
    assert alert.sentence.endswith("et trois autres n’ont pas de salle.")


def test_alerts_cost_the_same_whatever_the_size(room):
    semester = SemesterFactory()
    costs = []
    for day in (2, 4, 9, 11):
        SessionFactory(group=make_group(), room=room, starts_at=paris(2027, 2, day, 14))
        with CaptureQueriesContext(connection) as captured:
            alerts_in(Overview(semester))
        costs.append(len(captured))
    assert len(set(costs)) == 1
