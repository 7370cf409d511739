"""Mails that hold a secret link go through the outbox and leave no trace of it there."""

import re

import pytest
from django.urls import reverse

from outbox.models import Message
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def camille():
    person = PersonFactory(email="camille@etu.example", first_name="Camille")
    person.set_password("un mot de passe assez long")
    person.save()
    return person


def test_forgotten_password_leaves_by_the_outbox_and_is_forgotten(
    client, camille, real_mail, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_reset_password"), {"email": "Camille@etu.example"})

    (mail,) = real_mail.messages
    assert mail["Subject"] == "Votre mot de passe Tutorat"
    link = re.search(r"https?://\S+", mail.get_content())[0]
    assert client.get(link, follow=True).status_code == 200
    message = Message.objects.get()
    assert (message.kind, message.state, message.is_confidential) == ("account", Message.State.SENT, True)
    assert (message.payload, message.text, message.html) == ({}, "", "")


def test_address_nobody_has_gets_nothing(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("account_reset_password"), {"email": "personne@etu.example"})

    assert response.status_code == 302
    assert not Message.objects.exists()
