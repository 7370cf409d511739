"""A planning with nothing on it: no group, no session, or a semester that is over: what comes next."""

import pytest
import time_machine
from django.urls import reverse

from meetings.actions.planning import SemesterOver, request_run
from meetings.models import Plan, PlanningRun
from tests.factories.groups import make_group
from tests.factories.meetings import PublishedSessionFactory, SemesterFactory, paris
from tests.factories.people import coordinator, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def semester():
    return SemesterFactory()


def at(moment):
    return time_machine.travel(moment, tick=False)


def board(client, semester, person):
    client.force_login(person)
    return client.get(reverse("meetings:planning"), {"semestre": semester.pk}).content.decode()


@at(paris(2026, 11, 23, 9))
def test_without_group_it_leads_to_the_cohorts(client, semester):
    page = board(client, semester, secretary())
    assert "Aucun groupe ce semestre" in page
    assert reverse("groups:cohort-list") in page
    assert 'id="grille"' not in page


@at(paris(2026, 11, 23, 9))
def test_without_session_it_leads_to_the_planner_whoever_may_plan(client, semester):
    make_group()
    run = f"{reverse('meetings:plan-run-new')}?semestre={semester.pk}"
    page = board(client, semester, secretary())
    assert "1 groupe attend une date" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert page.count(run) == 2
    assert "personne n’est encore prévenu" in page
    reader = board(client, semester, coordinator())
    assert "Aucune séance n’a de créneau" in reader
    assert run not in reader


@at(paris(2027, 6, 1, 9))
def test_a_semester_that_is_over_is_not_planned_any_more(client, semester):
    PublishedSessionFactory(semester=semester, group=make_group(), starts_at=paris(2027, 1, 14, 14))
    anne = secretary()
    address = reverse("meetings:plan-run-new")
    assert address not in board(client, semester, anne)
    page = client.get(address, {"semestre": semester.pk}).content.decode()
    assert "Ce semestre est terminé" in page
    refused = client.post(address, {"semester": semester.pk, "seconds": "10", "change": "tout"})
    assert refused.status_code == 422
    with pytest.raises(SemesterOver, match="Ce semestre est terminé depuis"):
        request_run(semester=semester, actor=anne)
    assert not PlanningRun.objects.exists()
    assert not Plan.objects.exists()
