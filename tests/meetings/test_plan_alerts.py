"""A fact that comes after a session was placed raises an alert, until it is accepted or the session moves."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from design.french import as_date
from meetings.actions.plans import open_draft
from meetings.models import CalendarFeed, Room, RoomClosure, TutorialSession, Unavailability
from meetings.obstacles import Kind
from meetings.plans.alerts import draft_alerts, lines_by_cause, plan_alerts
from tests.factories.groups import make_group, tutor_of_group
from tests.factories.meetings import PublishedSessionFactory, SemesterFactory, SeminarFactory, paris
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db
TWO_HOURS = timedelta(hours=2)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(paris(2026, 11, 23, 9), tick=False):
        yield


@pytest.fixture
def session():
    return PublishedSessionFactory(group=make_group(size=4))


def kinds(alerts):
    return [[obstacle.kind for obstacle in alert.obstacles] for alert in alerts]


def text_of(response):
    return re.sub(r"\s+", " ", unescape(strip_tags(response.text)))


def during(session):
    return {"starts_at": session.starts_at, "ends_at": session.ends_at}


def test_a_seminar_a_closure_and_an_absence_raise_alerts(session):
    PublishedSessionFactory(group=make_group(size=2), starts_at=session.starts_at + timedelta(days=1))
    assert plan_alerts(session.semester) == []
    SeminarFactory(cohort=session.group.cohort, **during(session))
    RoomClosure.objects.create(room=session.room, **during(session))
    Unavailability.objects.create(tutor=tutor_of_group(session.group), **during(session))
    [alert] = plan_alerts(session.semester)
    assert (alert.group, alert.starts_at) == (session.group, session.starts_at)
    assert set(kinds([alert])[0]) == {Kind.SEMINAR, Kind.ROOM_CLOSED, Kind.TUTOR_UNAVAILABLE}
    draft = open_draft(semester=session.semester, actor=None)
    assert kinds(draft_alerts(draft)) == kinds([alert])


def test_says_what_is_too_near_for_the_planner(client, session):
    client.force_login(secretary())
    address = reverse("meetings:plan-alerts")
    SeminarFactory(cohort=session.group.cohort, **during(session))
    page = client.get(address, {"semestre": session.semester.pk}).text
    assert "à la main" not in page
    replan = re.search(r'href="([^"]+)" hx-boost="false">Replanifier', page)
    assert 'value="rien" checked' in client.get(unescape(replan[1])).text
    with time_machine.travel(session.starts_at - timedelta(days=3), tick=False):
        client.force_login(secretary())
        page = client.get(address, {"semestre": session.semester.pk}).text
    assert "1\u00a0séance est plus proche que le délai de prévenance" in page
    assert "Replanifier" not in page


def test_the_page_is_unfolded_and_what_the_board_takes_of_it_is_not(client, session):
    client.force_login(secretary())
    cohort = session.group.cohort
    for hour in range(1, 5):
        PublishedSessionFactory(
            group=make_group(size=1, cohort=cohort), starts_at=session.starts_at + timedelta(minutes=5 * hour)
        )
    SeminarFactory(cohort=cohort, **during(session))
    asked = {"path": reverse("meetings:plan-alerts"), "query_params": {"semestre": session.semester.pk}}
    folded = client.get(**asked, headers={"HX-Request": "true"}).text
    page = client.get(**asked).text
    assert len(re.findall(r'<details class="notice[^>]*">', folded)) == 2
    assert len(re.findall(r'<details class="notice[^>]* open>', page)) == 2


def test_a_cause_of_several_sessions_is_said_once_and_counts_them_all(client, session):
    client.force_login(secretary())
    cohort, room = session.group.cohort, session.room
    for minutes in (5, 10):
        starts_at = session.starts_at + timedelta(minutes=minutes)
        PublishedSessionFactory(group=make_group(size=1, cohort=cohort), starts_at=starts_at)
    away = PublishedSessionFactory(
        group=make_group(size=1), room=room, starts_at=session.starts_at + timedelta(days=4)
    )
    SeminarFactory(cohort=cohort, title="Gestes techniques", **during(session))
    RoomClosure.objects.create(room=room, starts_at=session.starts_at, ends_at=away.ends_at)
    Unavailability.objects.create(tutor=tutor_of_group(session.group), **during(session))
    closure, seminar, absence = lines_by_cause(plan_alerts(session.semester))
    assert [len(line.alerts) for line in (closure, seminar, absence)] == [2, 3, 1]
    assert [day for day, _ in seminar.days] == [None]
    assert [day for day, _ in closure.days] == [as_date(session.starts_at), as_date(away.starts_at)]
    assert kinds([absence]) == [[Kind.TUTOR_UNAVAILABLE]]
    page = text_of(client.get(reverse("meetings:plan-alerts"), {"semestre": session.semester.pk}))
    assert "4 séances ne tiennent plus" in page
    said = "est en séminaire, « Gestes techniques », le jeudi 14 janvier, de 14 h à 16 h."
    assert page.count(said) == 1
    assert page.count("est fermée du jeudi 14 janvier au lundi 18 janvier.") == 1
    assert f"Lun. 18 janv.{away.group.code}, 14 h – 16 h" in page


def test_what_was_accepted_and_what_is_past_say_nothing(session):
    SeminarFactory(cohort=session.group.cohort, **during(session))
    [alert] = plan_alerts(session.semester)
    TutorialSession.objects.update(resolution=f"La séance prime ({alert.obstacles[0].sentence})")
    assert plan_alerts(session.semester) == []
    TutorialSession.objects.update(resolution="")
    with time_machine.travel(session.ends_at, tick=False):
        assert plan_alerts(session.semester) == []


def test_asks_the_same_queries_for_one_session_and_for_many():
    semester = SemesterFactory()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            plan_alerts(semester)
        return len(queries)

    PublishedSessionFactory(group=make_group(size=1))
    few = asked()
    for day in range(6):
        PublishedSessionFactory(group=make_group(size=1), starts_at=paris(2027, 1, 18 + day, 9))
    assert asked() == few


def test_rooms_to_confirm_complaints_and_silent_feeds_are_told_beside(client, session):
    client.force_login(secretary())
    address = reverse("meetings:plan-alerts")
    TutorialSession.objects.update(room_state="confirmed")
    assert "Tout tient" in client.get(address).text
    TutorialSession.objects.update(room_state="requested")
    Room.objects.update(open_complaints=1)
    CalendarFeed.objects.create(
        name="Enseignements",
        cohort=session.group.cohort,
        url="https://agendas.example/a.ics",
        failing_since=paris(2026, 11, 20, 8),
        failure="L’adresse ne répond pas.",
    )
    page = client.get(address).text
    assert "3 points à suivre" in page
    assert f"La salle {session.room.code} n’est pas encore confirmée." in page
    assert f"La salle {session.room.code} est signalée inadaptée." in page
    assert "n’est plus suivi depuis" in page
    assert "Tout tient" not in page
