"""`manage.py plan_semester` walks the same way as the screens: plan, adopt, publish."""

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from meetings.actions.planning import request_run
from meetings.models import Plan, PlanEntry, TutorialSession
from outbox.models import Message
from tests.factories.groups import make_group
from tests.factories.meetings import RoomFactory, SemesterFactory, paris

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(paris(2026, 11, 23, 9), tick=True):
        yield


@pytest.fixture
def semester():
    RoomFactory(capacity=6)
    return SemesterFactory()


def planned(**options):
    said = StringIO()
    call_command("plan_semester", semester="2026-11-02", seconds=1, stdout=said, **options)
    return said.getvalue().replace("\xa0", " ")


def test_plans_into_the_draft_and_says_what_is_left(semester):
    make_group(size=3)
    big = make_group(size=7)
    said = planned()
    assert "1 séance placée" in said
    assert f"Groupe {big.code} sans créneau" in said
    assert PlanEntry.objects.get().plan.is_draft
    assert not TutorialSession.objects.exists()


def test_publishes_when_asked(semester):
    make_group(size=3)
    assert "Version 1 publiée, 4 personnes prévenues." in planned(publish=True)
    assert TutorialSession.objects.get().state == TutorialSession.State.PUBLISHED
    assert Message.objects.filter(kind="convocation").count() == 4


def test_refuses_in_words(semester):
    request_run(semester=semester, actor=None)
    with pytest.raises(CommandError, match="planifie déjà"):
        planned()
    with pytest.raises(CommandError, match="de 1 à 600"):
        call_command("plan_semester", seconds=0)
    with pytest.raises(CommandError, match="Aucun semestre ne commence"):
        call_command("plan_semester", semester="2001-01-01")
    assert Plan.objects.get().is_draft
