import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invite
from accounts.models import Person, Role
from outbox.models import Message
from tests.factories.people import PersonFactory, administrator, coordinator, make_person, secretary

pytestmark = pytest.mark.django_db

FIELDS = {
    "title": "Dr",
    "first_name": "Sylvie",
    "last_name": "Nadaud",
    "email": "sylvie.nadaud@tutorat.example",
    "phone": "",
    "gender": "f",
    "is_active": "on",
}


def test_an_administrator_adds_a_person_with_roles(client):
    client.force_login(administrator())
    client.post(reverse("accounts:person-new"), FIELDS | {"roles": ["tutor", "director"]})
    person = Person.objects.get(email="sylvie.nadaud@tutorat.example")
    assert person.roles == {"tutor", "director"}
    assert not person.has_usable_password()


def test_the_secretariat_corrects_an_address_but_gives_no_role(client):
    person = make_person(Role.TUTOR)
    client.force_login(secretary())
    client.post(reverse("accounts:person-edit", args=[person.pk]), FIELDS | {"roles": ["administrator"]})
    person = Person.objects.get(pk=person.pk)
    assert person.email == "sylvie.nadaud@tutorat.example"
    assert person.roles == {"tutor"}


def test_the_secretariat_cannot_touch_the_staff(client):
    person = coordinator()
    client.force_login(secretary())
    assert client.post(reverse("accounts:person-edit", args=[person.pk]), FIELDS).status_code == 404
    assert Person.objects.get(pk=person.pk).email == person.email


def test_an_address_in_use_is_refused_and_what_was_typed_stays(client):
    PersonFactory(email="sylvie.nadaud@tutorat.example")
    person = PersonFactory()
    client.force_login(administrator())
    response = client.post(
        reverse("accounts:person-edit", args=[person.pk]),
        FIELDS | {"email": "Sylvie.Nadaud@tutorat.example"},
    )
    assert "déjà celle d’une autre personne" in response.text
    assert 'value="Sylvie.Nadaud@tutorat.example"' in response.text


def test_people_are_found_by_name_and_role(client):
    make_person(Role.TUTOR, last_name="Casteix")
    make_person(Role.TUTOR, last_name="Pitaud")
    make_person(Role.INTERN, last_name="Pitaud", first_name="Zoé")
    client.force_login(administrator())
    text = client.get(reverse("accounts:people"), {"q": "pitaud", "role": "tutor"}).text
    assert "Pitaud" in text
    assert "Casteix" not in text
    assert "Zoé" not in text


@pytest.mark.parametrize("role", list(Role))
def test_a_role_worn_is_one_held(client, role):
    client.force_login(make_person(Role.TUTOR, Role.DIRECTOR))
    response = client.post(reverse("accounts:switch-role"), {"role": role})
    assert response.status_code == (302 if role in (Role.TUTOR, Role.DIRECTOR) else 404)


def test_the_address_before_opens_nothing_any_more(client):
    person = make_person(Role.TUTOR, email="ancienne@tutorat.example")
    person.set_password("un mot de passe assez long")
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    invitation = invite(person=person, actor=secretary())
    client.force_login(secretary())
    client.post(reverse("accounts:person-edit", args=[person.pk]), FIELDS)

    invitation.refresh_from_db()
    assert invitation.expires_at <= timezone.now()
    assert not EmailAddress.objects.filter(user=person).exists()
    warning = Message.objects.get(key__startswith="address:")
    assert (warning.address, warning.is_confidential) == ("ancienne@tutorat.example", True)
    assert FIELDS["email"] not in str(warning.payload)

    Message.objects.all().delete()
    client.post(reverse("account_reset_password"), {"email": "ancienne@tutorat.example"})
    assert not Message.objects.exists()


def test_a_corrected_name_leaves_the_invitation_alone(client):
    person = make_person(Role.TUTOR, email=FIELDS["email"])
    invitation = invite(person=person, actor=secretary())
    client.force_login(secretary())
    client.post(reverse("accounts:person-edit", args=[person.pk]), FIELDS)
    invitation.refresh_from_db()
    assert invitation.expires_at > timezone.now()
    assert not Message.objects.filter(key__startswith="address:").exists()
