from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from accounts.actions import InvitationOver, accept_invitation, invite, open_invitation
from accounts.models import Invitation, Role
from accounts.signals import person_invited
from outbox.models import Message
from tests.factories.people import PersonFactory, administrator, coordinator, make_person, secretary

PASSWORD = "un lilas blanc au bord de Loire"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tokens():
    heard = []

    def hear(sender, invitation, token, **kwargs):
        heard.append(token)

    person_invited.connect(hear)
    yield heard
    person_invited.disconnect(hear)


def test_invite_keeps_only_a_digest(tokens):
    invite(person=PersonFactory(), actor=secretary())
    assert tokens[0] not in str(Invitation.objects.values())


def test_an_invitation_opens_once(tokens):
    person = PersonFactory()
    invite(person=person, actor=secretary())
    assert accept_invitation(token=tokens[0], password=PASSWORD) == person
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    with pytest.raises(InvitationOver):
        accept_invitation(token=tokens[0], password="autre chose de long")


def test_an_invitation_ends_after_fourteen_days(tokens):
    invite(person=PersonFactory(), actor=secretary())
    with time_machine.travel(timezone.now() + timedelta(days=15)), pytest.raises(InvitationOver):
        open_invitation(tokens[0])


def test_a_new_invitation_closes_the_older_one(tokens):
    person, actor = PersonFactory(), secretary()
    invite(person=person, actor=actor)
    invite(person=person, actor=actor)
    with pytest.raises(InvitationOver):
        open_invitation(tokens[0])
    assert open_invitation(tokens[1]).person == person


def test_a_deactivated_person_cannot_accept(tokens):
    person = PersonFactory()
    invite(person=person, actor=secretary())
    person.is_active = False
    person.save()
    with pytest.raises(InvitationOver):
        open_invitation(tokens[0])


def test_invitation_page_opens_the_account_and_signs_in(client, tokens):
    person = make_person(Role.ADMINISTRATOR)
    invite(person=person, actor=secretary())
    url = reverse("accounts:invitation", args=[tokens[0]])
    assert "Bienvenue" in client.get(url).text
    response = client.post(url, {"password": PASSWORD, "again": PASSWORD})
    assert response.url == reverse("home")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_invitation_does_not_go_round_the_double_verification(client, tokens):
    person = make_person(Role.TUTOR)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    invite(person=person, actor=secretary())
    response = client.post(
        reverse("accounts:invitation", args=[tokens[0]]), {"password": PASSWORD, "again": PASSWORD}
    )
    assert response.url == reverse("account_login")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("court", "court", "12"),
        (PASSWORD, "autre chose de long", "diffèrent"),
        ("", "", "obligatoire"),
    ],
)
def test_invitation_page_says_what_is_wrong(client, tokens, password, again, sentence):
    person = PersonFactory()
    invite(person=person, actor=secretary())
    response = client.post(
        reverse("accounts:invitation", args=[tokens[0]]), {"password": password, "again": again}
    )
    assert response.status_code == 200
    assert sentence in response.text
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_invite_view_sends_the_invitation(client, tokens):
    client.force_login(administrator())
    person = PersonFactory()
    client.post(reverse("accounts:invite", args=[person.pk]))
    assert open_invitation(tokens[0]).person == person


def test_the_secretariat_cannot_invite_the_staff(client):
    client.force_login(secretary())
    response = client.post(reverse("accounts:invite", args=[coordinator().pk]))
    assert response.status_code == 404
    assert not Invitation.objects.exists()


def test_the_invitation_is_mailed_with_its_link(tokens):
    person = PersonFactory(email="nouvelle@tutorat.example")
    invitation = invite(person=person, actor=secretary())
    message = Message.objects.get(key=f"invitation:{invitation.pk}")
    assert message.address == "nouvelle@tutorat.example"
    assert reverse("accounts:invitation", args=[tokens[0]]) in message.payload["text"]
