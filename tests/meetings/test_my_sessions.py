import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from meetings.models import SessionItem
from tests.factories import people
from tests.factories.groups import CohortFactory, TutorFactory, interns_of_group, make_group
from tests.factories.meetings import (
    AttendanceFactory,
    ConvocationFactory,
    PlacementFactory,
    PublishedSessionFactory,
    SessionFactory,
    paris,
)

pytestmark = pytest.mark.django_db
LIST = "/seances/"


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(paris(2027, 1, 11, 9), tick=False):
        yield


@pytest.fixture
def tutor():
    return TutorFactory()


def test_tutor_sees_what_comes_what_is_to_close_and_the_past(client, tutor):
    for year, day, state in ((2023, 14, "published"), (2024, 7, "published"), (2025, 6, "closed")):
        group = make_group(cohort=CohortFactory(year=year), tutor=tutor)
        PublishedSessionFactory(group=group, starts_at=paris(2027, 1, day, 14), state=state)
    PublishedSessionFactory(group=make_group())
    SessionFactory(group=make_group(tutor=tutor))
    client.force_login(tutor.person)
    text = client.get(LIST).content.decode()
    coming, to_close, past = (
        text.index('id="a-venir"'),
        text.index('id="a-clore"'),
        text.index('id="passees"'),
    )
    assert to_close < coming < past
    assert text.count("my-session-acts") == 3
    assert "Préparer" in text


def test_counts_of_answers_are_those_of_interns(client, tutor):
    group = make_group(tutor=tutor, size=3)
    session = PublishedSessionFactory(group=group)
    first, second, third = interns_of_group(group)
    ConvocationFactory(session=session, person=first.person, answer="present")
    ConvocationFactory(session=session, person=second.person, answer="prevented")
    ConvocationFactory(session=session, person=third.person)
    ConvocationFactory(session=session, person=tutor.person, part="tutor", answer="present")
    client.force_login(tutor.person)
    text = client.get(LIST).content.decode()
    assert "1 sur 3 confirme, 1\xa0excuse" in text


def test_intern_sees_own_answer_and_presence_and_cannot_hold(client, tutor):
    group = make_group(tutor=tutor, size=2)
    intern, mate = interns_of_group(group)
    session = PublishedSessionFactory(group=group)
    ConvocationFactory(session=session, person=intern.person, answer="present")
    ConvocationFactory(session=session, person=mate.person, answer="prevented")
    client.force_login(intern.person)
    text = client.get(LIST).content.decode()
    assert "Confirmée" in text
    assert "Excusée" not in text
    assert "/tenir/" not in text
    session.state = "closed"
    session.save()
    AttendanceFactory(session=session, intern=intern, status="late")
    assert "En retard" in client.get(LIST).content.decode()


def test_list_costs_the_same_with_many_sessions(client, tutor):
    client.force_login(tutor.person)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    PublishedSessionFactory(group=make_group(tutor=tutor))
    cost()  # what is read once and kept
    first = cost()
    for year in range(2015, 2024):
        PublishedSessionFactory(group=make_group(cohort=CohortFactory(year=year), tutor=tutor))
    assert cost() == first
    assert first <= 12


def test_sheet_has_faces_boxes_and_programme(client, tutor):
    group = make_group(tutor=tutor, size=3)
    session = PublishedSessionFactory(group=group)
    SessionItem.objects.create(session=session, position=1, text="Point sur les RSCA")
    PlacementFactory(intern=interns_of_group(group)[0], place="Chinon")
    url = reverse("meetings:session-sheet", args=[session.pk])
    for person in (tutor.person, people.secretary()):
        client.force_login(person)
        text = client.get(url).content.decode()
        for intern in interns_of_group(group):
            assert intern.person.last_name in text
        assert "Absent(e) excusé(e)" in text
        assert "Point sur les RSCA" in text
        assert "Chinon" in text
    for person in (interns_of_group(group)[0].person, TutorFactory().person, people.commission_member()):
        client.force_login(person)
        assert client.get(url).status_code == 404


def test_one_session_for_a_calendar(client, tutor):
    session = PublishedSessionFactory(group=make_group(tutor=tutor), number=3)
    SessionItem.objects.create(session=session, position=1, text="Accueil")
    intern = interns_of_group(session.group)[0]
    url = reverse("meetings:agenda", args=[session.pk])
    client.force_login(intern.person)
    answer = client.get(url)
    assert answer.headers["Content-Type"].startswith("text/calendar; method=PUBLISH")
    code = session.group.code.replace("\u2011", "-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="seance-{code}.ics"'
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["UID"].startswith(f"{session.uid}@")
    assert event["SEQUENCE"] == session.sequence
    assert event.decoded("DTSTART") == session.starts_at
    assert "Accueil" in event["DESCRIPTION"]
    assert "ATTENDEE" not in event
    assert client.post(url).status_code == 405
    for hidden in (
        PublishedSessionFactory(group=make_group()),
        SessionFactory(group=make_group(tutor=tutor)),
    ):
        assert client.get(reverse("meetings:agenda", args=[hidden.pk])).status_code == 404


def test_a_session_called_off_or_not_yet_published_has_no_entry(client, tutor):
    client.force_login(people.secretary())
    for state in ("draft", "cancelled"):
        session = SessionFactory(group=make_group(tutor=tutor), state=state)
        assert client.get(reverse("meetings:agenda", args=[session.pk])).status_code == 404
