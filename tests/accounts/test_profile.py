from datetime import datetime

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.journal import note_opening
from accounts.models import FileAccess, Person
from tests.accounts.test_photos import picture
from tests.factories.people import PersonFactory, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client) -> Person:
    person = make_person()
    client.force_login(person)
    return person


def upload(client, content: bytes):
    photo = SimpleUploadedFile("moi.jpg", content, "image/jpeg")
    return client.post(reverse("accounts:profile-photo"), {"photo": photo})


def test_a_photo_is_set_shown_and_removed(client, person, django_capture_on_commit_callbacks):
    upload(client, picture().getvalue())
    person = Person.objects.get(pk=person.pk)
    response = client.get(person.photo_url)
    assert response["Content-Type"] == "image/webp"
    assert b"".join(response)[8:12] == b"WEBP"
    name = person.photo.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:profile-photo"), {"remove": "1"})
    assert not Person.objects.get(pk=person.pk).photo
    assert not default_storage.exists(name)


def test_a_refused_photo_leaves_the_old_one(client, person):
    upload(client, picture().getvalue())
    before = Person.objects.get(pk=person.pk).photo.name
    response = upload(client, b"pas une image")
    assert "pas une photo lisible" in response.text
    assert Person.objects.get(pk=person.pk).photo.name == before
    assert default_storage.exists(before)


def test_the_profile_keeps_the_theme(client, person):
    client.post(reverse("accounts:profile"), {"phone": "02 61 91 00 00", "gender": "f", "theme": "dark"})
    person = Person.objects.get(pk=person.pk)
    assert (person.phone, person.gender, person.theme) == ("02 61 91 00 00", "f", "dark")


def test_the_theme_button_comes_back_to_the_page_but_not_elsewhere(client, person):
    url = reverse("accounts:theme")
    assert client.post(url, {"theme": "dark", "next": "/aide/"}).url == "/aide/"
    assert client.post(url, {"theme": "dark", "next": "https://ailleurs.example/"}).url == "/"
    assert client.post(url, {"theme": "rose"}).status_code == 404


def test_an_opening_is_noted_once_an_hour(client, person):
    reader = PersonFactory(first_name="Sylvie", last_name="Nadaud", title="Dr")
    for _ in range(3):
        note_opening(actor=reader, subject=person, part="dossier")
    access = FileAccess.objects.get()
    assert access.hour <= timezone.now()
    assert (access.hour.minute, access.hour.second) == (0, 0)
    assert isinstance(access.hour, datetime)
    assert "Dr Sylvie Nadaud" in client.get(reverse("accounts:profile")).text


def test_reading_ones_own_file_is_not_noted(person):
    note_opening(actor=person, subject=person, part="dossier")
    assert not FileAccess.objects.exists()
