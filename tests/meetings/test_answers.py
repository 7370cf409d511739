"""Answering from a link: never on GET, as often as one likes, until the session."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.models import Policy
from meetings.actions.answers import AnswerClosed, Closed, answer_convocation
from meetings.convening.links import answer_url, convocation_named_by, token_for
from meetings.models import Convocation, TutorialSession
from tests.factories.groups import make_group
from tests.factories.meetings import ConvocationFactory, PublishedSessionFactory, paris
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
Answer = Convocation.Answer


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(paris(2026, 12, 1, 9), tick=False) as traveller:
        yield traveller


@pytest.fixture
def convocation():
    return ConvocationFactory(session=PublishedSessionFactory(group=make_group(size=1)))


@pytest.fixture
def url(convocation):
    return reverse("meetings:answer", args=[token_for(convocation.pk)])


def answer_of(convocation) -> tuple[str, str]:
    convocation.refresh_from_db()
    return convocation.answer, convocation.reason


@pytest.mark.parametrize("choice", ["", "?choix=present", "?choix=excuse"])
def test_opening_the_link_answers_nothing(client, convocation, url, choice):
    response = client.get(url + choice)

    assert response.status_code == 200
    assert "Je serai là" in response.content.decode()
    assert answer_of(convocation) == ("", "")
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_posting_says_present_and_thanks(client, convocation, url):
    response = client.post(url, {"answer": "present"}, follow=True)

    assert answer_of(convocation) == (Answer.PRESENT, "")
    assert "Votre présence est notée" in response.content.decode()


def test_excuse_needs_a_reason_and_keeps_it(client, convocation, url):
    refused = client.post(url, {"answer": "prevented", "reason": "  "})
    assert refused.status_code == 422
    assert "ce qui vous empêche" in refused.content.decode()
    assert answer_of(convocation) == ("", "")

    client.post(url, {"answer": "prevented", "reason": "garde\r\nde nuit"})
    assert answer_of(convocation) == (Answer.PREVENTED, "garde de nuit")
    assert 'value="garde de nuit"' in client.get(url).content.decode()


def test_answer_can_change_until_the_session(client, convocation, url):
    client.post(url, {"answer": "prevented", "reason": "garde"})
    client.post(url, {"answer": "present"})
    assert answer_of(convocation) == (Answer.PRESENT, "")


def test_reason_too_long_is_refused_with_what_was_typed(client, convocation, url):
    response = client.post(url, {"answer": "prevented", "reason": "x" * 201})

    assert response.status_code == 422
    assert "x" * 201 in response.content.decode()
    assert answer_of(convocation) == ("", "")


def test_unknown_answer_is_refused(client, convocation, url):
    assert client.post(url, {"answer": "peut-être"}).status_code == 422
    assert answer_of(convocation) == ("", "")


@pytest.mark.parametrize("hours", [0, 24])
def test_answer_closes_when_the_policy_says(convocation, clock, hours):
    Policy.objects.update(answer_until_hours=hours)
    limit = convocation.session.starts_at - timedelta(hours=hours)
    clock.move_to(limit - timedelta(minutes=1))
    answer_convocation(convocation=convocation, answer=Answer.PRESENT)

    clock.move_to(limit)
    with pytest.raises(AnswerClosed) as refusal:
        answer_convocation(convocation=convocation, answer=Answer.PREVENTED, reason="garde")
    assert refusal.value.why is Closed.OVER


def test_after_the_session_the_page_says_so(client, convocation, url, clock):
    clock.move_to(paris(2027, 1, 15))

    for response in (client.get(url), client.post(url, {"answer": "present"})):
        assert "Il est trop tard pour répondre ici" in response.content.decode()
    assert answer_of(convocation) == ("", "")


def test_cancelled_session_says_so(client, convocation, url):
    TutorialSession.objects.update(state="cancelled", cancel_reason="Tutrice souffrante")

    for response in (client.get(url), client.post(url, {"answer": "present"})):
        assert "Cette séance est annulée" in response.content.decode()
        assert "Tutrice souffrante" in response.content.decode()
    assert answer_of(convocation) == ("", "")


def test_withdrawn_convocation_says_so(client, convocation, url):
    Convocation.objects.update(withdrawn_at=paris(2026, 11, 30))

    for response in (client.get(url), client.post(url, {"answer": "present"})):
        assert "Votre convocation a été retirée" in response.content.decode()
    assert answer_of(convocation) == ("", "")


@pytest.mark.parametrize("token", ["5", "5~x", "x", "~", "5:abc", "é"])
def test_forged_link_does_not_exist(client, convocation, token):
    response = client.get(reverse("meetings:answer", args=[token]))
    assert response.status_code == 404
    assert "copiez-le en entier" in response.content.decode()
    assert convocation_named_by(token) is None


def test_link_of_one_person_does_not_open_another(convocation):
    other = ConvocationFactory()
    _, _, signature = token_for(convocation.pk).partition("~")

    assert convocation_named_by(f"{other.pk}~{signature}") is None
    assert convocation_named_by(token_for(other.pk)) == other.pk


def test_address_is_whole_and_safe_in_a_mail(convocation):
    assert answer_url(convocation.pk, "present").startswith("http://localhost:8000/convocations/reponse/")
    assert not set(answer_url(convocation.pk)) & set(" <>\"'")


def test_person_answers_from_home(client, convocation):
    client.force_login(convocation.person)
    home = reverse("meetings:convocation-answer", args=[convocation.pk])

    assert f'action="{home}"' in client.get(home, {"choix": "excuse"}).content.decode()
    assert client.put(home).status_code == 405
    assert answer_of(convocation) == ("", "")
    assert client.post(home, {"answer": "present", "next": "/seances/"}).url == "/seances/"
    assert answer_of(convocation)[0] == Answer.PRESENT
    assert client.post(home, {"answer": "present", "next": "https://ailleurs.example"}).url == "/"
    assert client.post(home, {"answer": "prevented"}).status_code == 422


def test_nobody_answers_for_somebody_else(client, convocation):
    client.force_login(make_person("intern"))
    response = client.post(
        reverse("meetings:convocation-answer", args=[convocation.pk]), {"answer": "present"}
    )
    assert response.status_code == 404
    assert answer_of(convocation) == ("", "")


def test_unknown_answer_never_reaches_the_database(convocation):
    with pytest.raises(ValidationError):
        answer_convocation(convocation=convocation, answer="")
