"""The outbox as the secretariat and the technician see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outbox.models import Message
from tests.factories.outbox import MessageFactory
from tests.factories.people import PersonFactory, administrator, coordinator, make_person, secretary

pytestmark = pytest.mark.django_db
LIST = "/messages/"


@pytest.fixture
def nadege(client):
    person = secretary(first_name="Nadège", last_name="Fortin")
    client.force_login(person)
    return person


def test_list_shows_every_message_but_the_secret_ones(client, nadege):
    MessageFactory(recipient__last_name="Visible")
    MessageFactory(recipient__last_name="Secrète", is_confidential=True)

    page = client.get(LIST).content.decode()

    assert "Visible" in page
    assert "Secrète" not in page


def test_list_filters_by_state_kind_and_person(client, nadege):
    MessageFactory(recipient__last_name="Barthélemy", state=Message.State.FAILED, error="Boîte pleine")
    MessageFactory(recipient__last_name="Tanguy")

    def rows(**query):
        return [message.recipient.last_name for message in client.get(LIST, query).context["page"]]

    assert rows(etat="failed") == ["Barthélemy"]
    assert rows(q="tanguy") == ["Tanguy"]
    assert rows(nature="reminder") == []
    assert sorted(rows(nature="test")) == ["Barthélemy", "Tanguy"]
    assert len(rows(etat="?", nature="?", page="x")) == 2


def test_list_costs_the_same_with_many_messages(client, nadege):
    MessageFactory.create_batch(3)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    MessageFactory.create_batch(60)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(few) == len(many) <= 12


def test_detail_shows_the_text_and_the_journal(client, nadege):
    message = MessageFactory(
        state=Message.State.SENT,
        sent_at="2026-12-01T08:00Z",
        subject="Objet",
        text="Ce qui est parti.",
        reply="250 OK",
    )

    page = client.get(message.get_absolute_url()).content.decode()

    assert "Ce qui est parti." in page
    assert "remise acceptée par le serveur" in page


def test_detail_of_a_secret_message_does_not_exist(client, nadege):
    message = MessageFactory(is_confidential=True)

    assert client.get(message.get_absolute_url()).status_code == 404
    assert client.post(reverse("outbox:message-send-again", args=[message.pk])).status_code == 404


@pytest.mark.parametrize("kind", ["test", "unknown"])
def test_detail_before_leaving_shows_how_it_would_read(client, nadege, kind):
    page = client.get(MessageFactory(kind=kind).get_absolute_url())

    assert page.status_code == 200
    assert "Ce message n’est pas parti" in page.content.decode()


def test_uncertain_message_offers_both_ways_out(client, nadege, django_capture_on_commit_callbacks):
    first, second = MessageFactory.create_batch(2, state=Message.State.UNCERTAIN)
    page = client.get(first.get_absolute_url()).content.decode()
    assert "Renvoyer" in page
    assert "Considérer comme envoyée" in page

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("outbox:message-send-again", args=[first.pk]))
    client.post(reverse("outbox:message-consider-sent", args=[second.pk]))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Message.State.SENT, Message.State.SENT)
    assert second.reply == "Considérée comme envoyée par Nadège Fortin"
    again = client.post(reverse("outbox:message-consider-sent", args=[second.pk]), follow=True)
    assert "quelqu’un s’en est déjà occupé" in again.content.decode()


@pytest.mark.parametrize("address", ["", "pas une adresse", "prise@etu.example"])
def test_bad_correction_keeps_what_was_typed_and_says_why(client, nadege, address):
    PersonFactory(email="prise@etu.example")
    message = MessageFactory(state=Message.State.FAILED)

    response = client.post(reverse("outbox:message-send-again", args=[message.pk]), {"address": address})

    assert response.status_code == 422
    assert f'value="{address}"' in response.content.decode() or not address
    message.refresh_from_db()
    assert message.state == Message.State.FAILED


def test_secretary_never_changes_the_sign_in_address_of_the_staff(
    client, nadege, django_capture_on_commit_callbacks
):
    message = MessageFactory(recipient=coordinator(email="coord@tutorat.example"), state=Message.State.FAILED)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("outbox:message-send-again", args=[message.pk]), {"address": "autre@etu.example"})

    message.refresh_from_db()
    message.recipient.refresh_from_db()
    assert (message.state, message.address) == (Message.State.SENT, "autre@etu.example")
    assert message.recipient.email == "coord@tutorat.example"


def test_message_already_sent_is_not_sent_again(client, nadege):
    message = MessageFactory(state=Message.State.SENT, text="Parti.")

    client.post(reverse("outbox:message-send-again", args=[message.pk]), {"address": "x@etu.example"})

    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert message.address != "x@etu.example"


@pytest.mark.parametrize("role", ["coordinator", "director", "tutor", "intern", "supervisor", "commission"])
def test_outbox_does_not_exist_for_the_others(client, role):
    client.force_login(make_person(role))
    message = MessageFactory()
    urls = [reverse(f"outbox:message-{name}", args=[message.pk]) for name in ("detail", "send-again")]

    assert [client.get(url).status_code for url in (LIST, *urls)] == [404, 404, 404]


def test_technician_reads_it_and_actions_are_by_post(client):
    client.force_login(administrator())
    message = MessageFactory()

    assert client.get(LIST).status_code == 200
    for name in ("send-again", "consider-sent"):
        assert client.get(reverse(f"outbox:message-{name}", args=[message.pk])).status_code == 405
