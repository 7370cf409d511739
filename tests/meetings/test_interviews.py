"""Asking for an individual interview (A-008, A-114, A-116)."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from meetings.actions.interviews import ask_interview
from meetings.models import Interview
from outbox.models import Message
from tests.factories.groups import InternFactory, TutorFactory, interns_of_group, make_group

pytestmark = pytest.mark.django_db
URL = reverse("meetings:interview-ask")


@pytest.fixture
def intern():
    return interns_of_group(make_group(tutor=TutorFactory(), size=2))[0]


@pytest.fixture
def client(intern) -> Client:
    client = Client()
    client.force_login(intern.person)
    return client


def ask(intern, reason: str = "not_in_group", message: str = "") -> Interview:
    return ask_interview(intern=intern, actor=intern.person, reason=reason, message=message)


def test_a_request_goes_to_the_tutor_and_no_mail_leaves(intern) -> None:
    interview = ask(intern, message="  Un mot.  ")
    assert interview.tutor == intern.memberships.get().group.tutorships.get().tutor
    assert (interview.initiative, interview.state, interview.message) == ("intern", "requested", "Un mot.")
    assert not Message.objects.exists()


def test_a_waiting_request_is_completed_not_doubled(intern) -> None:
    ask(intern, message="Un")
    ask(intern)
    ask(intern, message="Deux")
    assert Interview.objects.get().message == "Un\n\nDeux"
    ask(intern, reason="no_time")
    assert Interview.objects.count() == 2


@pytest.mark.parametrize("reason", ["off_topic", "understand", "", "anything"])
def test_the_reasons_of_tutors_are_not_for_interns(intern, reason) -> None:
    with pytest.raises(ValidationError, match="motif"):
        ask(intern, reason=reason)


def test_without_tutor_one_is_told_whom_to_write_to() -> None:
    with pytest.raises(ValidationError, match="secrétariat"):
        ask(InternFactory())


def test_the_page_offers_the_reason_of_the_link(client) -> None:
    page = client.get(URL + "?motif=not_in_group").content.decode()
    assert page.count("checked") == 1
    assert "Pas osé / pas voulu en parler en groupe" in page
    assert "emboliser" not in page
    assert not Interview.objects.exists()


def test_asking_from_the_page(client) -> None:
    assert client.post(URL, {"reason": "no_time", "message": "Un mot"}).url == reverse("home")
    assert Interview.objects.get().message == "Un mot"


def test_a_forgotten_reason_keeps_the_message(client) -> None:
    page = client.post(URL, {"message": "Mon long message"}).content.decode()
    assert "Mon long message" in page
    assert not Interview.objects.exists()


def test_a_tutor_does_not_find_the_page(intern) -> None:
    other = Client()
    other.force_login(TutorFactory().person)
    assert other.get(URL).status_code == 404
