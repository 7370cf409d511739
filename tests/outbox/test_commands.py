"""`send_due` and `publish_semester`: a clear sentence and an exit code."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from meetings.models import TutorialSession
from outbox.models import Message
from tests.factories.groups import make_group
from tests.factories.meetings import SemesterFactory, SessionFactory, paris
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.django_db


def test_send_due_says_how_many_left(capsys):
    MessageFactory.create_batch(2)

    call_command("send_due")

    assert capsys.readouterr().out == "2\u00a0messages envoyés.\n"


def test_send_due_at_another_moment(capsys):
    MessageFactory(due_at=timezone.now() + timedelta(days=40))
    call_command("send_due")
    assert capsys.readouterr().out == "0\u00a0message envoyé.\n"

    call_command("send_due", now=(timezone.now() + timedelta(days=41)).date().isoformat())
    assert Message.objects.get().state == Message.State.SENT


def test_send_due_fails_when_a_message_does():
    MessageFactory(address="pas-une-adresse")

    with pytest.raises(CommandError, match="0\u00a0message envoyé, 1\u00a0en échec"):
        call_command("send_due")


@pytest.mark.parametrize("moment", ["demain", "2027-13-01", "2027-01-01T99:00"])
def test_send_due_refuses_what_is_no_moment(moment):
    with pytest.raises(CommandError, match="n’est pas un moment"):
        call_command("send_due", now=moment)


def test_publish_semester_publishes_its_drafts_once(capsys):
    with time_machine.travel(paris(2026, 12, 1, 9)):
        SessionFactory(group=make_group(size=4))
        call_command("publish_semester")
        call_command("publish_semester", semester="2026-11-02")

    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("1\u00a0séance publiée, 5\u00a0personnes convoquées.")
    assert second.endswith("rien à publier.")
    assert TutorialSession.objects.get().state == "published"


@pytest.mark.parametrize("semester", ["2020-01-01", "hier", "2026-99-99"])
def test_publish_semester_names_the_semesters_there_are(semester):
    SemesterFactory()
    with pytest.raises(CommandError, match="Semestres connus\u00a0: 2026-11-02"):
        call_command("publish_semester", semester=semester)


def test_publish_semester_without_any_semester():
    with pytest.raises(CommandError, match="Aucun semestre n’est ouvert"):
        call_command("publish_semester")
