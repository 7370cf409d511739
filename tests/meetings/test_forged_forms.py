"""Forms of the board that no page of ours writes: refused with a sentence, and the draft stays as it was."""

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from meetings.actions.plans import open_draft
from meetings.models import PlanDayLock, PlanEntry
from tests.factories.groups import make_group
from tests.factories.meetings import PublishedSessionFactory, RoomFactory, paris
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db

THURSDAY = paris(2027, 1, 14, 14)
AT, UNTIL = "2027-01-14T14:00", "2027-01-14T16:00"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(paris(2026, 11, 23, 9), tick=False):
        yield


@pytest.fixture
def session():
    return PublishedSessionFactory(group=make_group(size=4), starts_at=THURSDAY, room=RoomFactory())


@pytest.fixture
def post(client, session):
    """Post a form about the session's semester; give back the address of the answer and its sentences."""
    anne = secretary()
    client.force_login(anne)
    open_draft(semester=session.semester, actor=anne)

    def send(name, *args, **fields):
        answer = client.post(reverse(name, args=args), {"semester": session.semester_id} | fields)
        assert answer.status_code == 302
        return answer.url, [str(message) for message in get_messages(answer.wsgi_request)]

    return send


@pytest.mark.parametrize(
    ("start", "end", "room", "said"),
    [
        (UNTIL, AT, None, "finir après son début"),
        (AT, "2027-01-15T16:00", None, "le même jour"),
        ("2027-01-14T14:07", UNTIL, None, "cinq minutes"),
        ("2020-01-14T14:00", "2020-01-14T16:00", None, "jour du semestre"),
        ("0001-01-01T00:00", "0001-01-01T02:00", None, "jour du semestre"),
        ("9999-12-31T20:00", "9999-12-31T22:00", None, "jour du semestre"),
        (AT, UNTIL, 9999, "n’existe plus"),
        (AT, "hier", None, "n’a pas été comprise"),
    ],
)
def test_a_proposal_that_makes_no_sense_moves_nothing(post, session, start, end, room, said):
    move = f"{session.group_id}|{start}|{end}|{room or session.room_id}"
    _, sentences = post("meetings:plan-place", move=move)
    assert said in sentences[0]
    assert PlanEntry.objects.get().starts_at == THURSDAY


@pytest.mark.parametrize(
    ("group", "said"), [("99999", "n’existe plus"), ("9" * 30, "n’a pas été comprise"), ("-1", "comprise")]
)
def test_a_proposal_for_no_group_moves_nothing(post, session, group, said):
    _, sentences = post("meetings:plan-place", move=f"{group}|{AT}|{UNTIL}|{session.room_id}")
    assert said in sentences[0]


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59", "demain"])
def test_a_drop_that_makes_no_sense_moves_nothing(post, session, at):
    _, sentences = post("meetings:plan-drop", group=session.group_id, at=at, room=session.room_id)
    assert "n’a pas été compris" in sentences[0]
    assert PlanEntry.objects.get().starts_at == THURSDAY


@pytest.mark.parametrize("day", ["0001-01-01", "2020-01-14", "9999-12-31"])
def test_a_day_outside_of_the_semester_is_not_locked(post, day):
    _, sentences = post("meetings:plan-day-lock", day=day, locked="1")
    assert "jour du semestre" in sentences[0]
    assert not PlanDayLock.objects.exists()


@pytest.mark.parametrize("there", ["abc", "-1", "//ailleurs.example/", "https://ailleurs.example/"])
def test_it_leads_back_to_the_planning_whatever_is_asked(post, session, there):
    url, _ = post("meetings:plan-lock", session.group_id, locked="1", next=there)
    assert url == f"{reverse('meetings:planning')}?semestre={session.semester_id}"


def test_the_number_of_no_session_confirms_nothing(post):
    _, sentences = post("meetings:rooms-confirm", session=["9" * 30, "x", "-1"])
    assert sentences == ["Ces salles étaient déjà confirmées."]
