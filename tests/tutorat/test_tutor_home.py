from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.evaluations import ContactFactory, ObjectiveFactory
from tests.factories.groups import CohortFactory, CoTutorFactory, TutorFactory, interns_of_group, make_group
from tests.factories.meetings import (
    AttendanceFactory,
    ConvocationFactory,
    PublishedSessionFactory,
    SemesterFactory,
    paris,
)
from tests.factories.portfolios import make_trace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(paris(2027, 1, 11, 9), tick=False):
        yield


@pytest.fixture
def tutor(client):
    tutor = TutorFactory()
    client.force_login(tutor.person)
    return tutor


def home(client):
    page = client.get("/")
    assert page.status_code == 200
    return page.content.decode()


def test_a_tutor_without_a_group_is_told_what_comes_next(client, tutor):
    assert "Aucun groupe ne vous est confié" in home(client)


def test_next_session_comes_first_with_who_comes(client, tutor):
    group = make_group(tutor=tutor, size=3)
    malo, _, linh = (intern.person for intern in interns_of_group(group))
    session = PublishedSessionFactory(group=group)
    ConvocationFactory(session=session, person=malo, answer="present")
    ConvocationFactory(session=session, person=linh, answer="prevented", reason="garde")
    text = home(client)
    assert "dans trois jours" in text
    assert f"{malo.first_name} vient, {linh.first_name} s’excuse, une sans réponse." in text
    assert "garde" not in text


def test_on_the_day_the_session_can_be_opened(client, tutor):
    session = PublishedSessionFactory(group=make_group(tutor=tutor), starts_at=paris(2027, 1, 11, 14))
    assert "Ouvrir la séance" in home(client)
    session.opened_at = timezone.now()
    session.save()
    assert "Reprendre la séance" in home(client)


def test_a_session_left_open_is_recalled(client, tutor):
    PublishedSessionFactory(group=make_group(tutor=tutor), starts_at=paris(2027, 1, 7, 14))
    assert "n’est pas close" in home(client)


def test_drafts_and_sessions_of_others_do_not_show(client, tutor):
    make_group(tutor=tutor)
    PublishedSessionFactory(group=make_group())
    assert "Aucune séance à venir" in home(client)


def test_co_tutor_sees_the_same_and_his_part(client):
    co_tutor = CoTutorFactory()
    group = make_group(co_tutor=co_tutor)
    PublishedSessionFactory(group=group)
    client.force_login(co_tutor.person)
    text = home(client)
    assert "En co-tutorat" in text
    assert interns_of_group(group)[0].person.last_name in text


def test_who_is_silent_and_who_was_never_seen(client, tutor):
    group = make_group(tutor=tutor, size=3)
    heard, silent, never = interns_of_group(group)
    ContactFactory(intern=heard, occurred_at=timezone.now() - timedelta(days=10))
    ContactFactory(intern=silent, occurred_at=timezone.now() - timedelta(days=120))
    past = PublishedSessionFactory(
        group=group, semester=SemesterFactory(), starts_at=paris(2026, 11, 20, 14), state="closed"
    )
    AttendanceFactory(session=past, intern=heard)
    AttendanceFactory(session=past, intern=silent)
    AttendanceFactory(session=past, intern=never, status="absent")
    text = home(client)
    silence = text[text.index('id="silence"') : text.index('id="echeances"')]
    assert heard.person.last_name not in silence
    assert silence.index(never.person.last_name) < silence.index(silent.person.last_name)
    assert text.count("jamais en séance") == 1


def test_newcomers_are_not_silent_yet(client, tutor):
    make_group(tutor=tutor, since=timezone.localdate() - timedelta(days=20))
    assert "Vous avez eu des nouvelles de chacun." in home(client)


def test_traces_to_read_and_objectives_due(client, tutor):
    group = make_group(tutor=tutor)
    intern = interns_of_group(group)[0]
    make_trace("submitted", intern=intern, title="Une fièvre de cinq jours")
    make_trace("draft", intern=intern, title="Pas encore soumis")
    ObjectiveFactory(intern=intern, text="Échéance proche", due_on=timezone.localdate() + timedelta(days=5))
    ObjectiveFactory(
        intern=intern, text="Échéance lointaine", due_on=timezone.localdate() + timedelta(days=60)
    )
    text = home(client)
    assert "Une fièvre de cinq jours" in text
    assert "Pas encore soumis" not in text
    assert "Échéance proche" in text
    assert "Échéance lointaine" not in text


def test_queries_stay_within_twelve_whatever_the_groups(client, tutor):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            home(client)
        assert all(query["sql"].startswith("SELECT") for query in queries)
        return len(queries)

    def add_group(year):
        group = make_group(cohort=CohortFactory(year=year), tutor=tutor)
        session = PublishedSessionFactory(group=group)
        for intern in interns_of_group(group):
            ConvocationFactory(session=session, person=intern.person)
            make_trace("submitted", intern=intern)
            ObjectiveFactory(intern=intern, due_on=timezone.localdate())

    add_group(2025)
    cost()  # what is read once and kept
    first = cost()
    for year in (2023, 2024, 2026):
        add_group(year)
    assert cost() == first
    assert first <= 12
