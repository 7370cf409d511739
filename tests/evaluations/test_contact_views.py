import pytest
from django.urls import reverse
from django.utils import timezone

from evaluations.models import Contact, Objective
from tests.factories import people
from tests.factories.evaluations import ContactFactory, ObjectiveFactory
from tests.factories.groups import interns_of_group, make_group, tutor_of_group
from tests.factories.meetings import PublishedSessionFactory

pytestmark = pytest.mark.django_db
LOGBOOK = "/suivi/cahier/"


@pytest.fixture
def group():
    return make_group(size=3)


@pytest.fixture
def intern(group):
    return interns_of_group(group)[0]


@pytest.fixture
def tutor(group, client):
    person = tutor_of_group(group).person
    client.force_login(person)
    return person


def sheet(intern):
    return reverse("evaluations:contact-new", args=[intern.pk])


def test_two_taps_log_a_contact_with_defaults(client, tutor, intern):
    assert client.get(sheet(intern)).status_code == 200
    page = client.post(sheet(intern), {"channel": "phone", "next": "/seances/"}, follow=True)
    contact = Contact.objects.get()
    assert (contact.channel, contact.initiative, contact.logged_by) == ("phone", "tutor", tutor)
    assert page.redirect_chain[0][0] == "/seances/"
    text = page.content.decode()
    assert "Compléter" in text
    assert reverse("evaluations:contact-withdraw", args=[contact.pk]) in text


def test_the_sheet_comes_alone_by_htmx(client, tutor, intern):
    page = client.get(sheet(intern), headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith("<dialog")


def test_a_channel_that_does_not_exist_is_refused_in_words(client, tutor, intern):
    page = client.post(sheet(intern), {"channel": "pigeon"})
    assert page.status_code == 422
    assert "Choisissez une origine" in page.content.decode()
    assert not Contact.objects.exists()


def test_undo_goes_back_to_the_page_of_the_toast(client, tutor, intern):
    contact = ContactFactory(intern=intern, logged_by=tutor)
    url = reverse("evaluations:contact-withdraw", args=[contact.pk])
    answer = client.post(url, headers={"Referer": "http://testserver/seances/"})
    assert answer.url == "http://testserver/seances/"
    assert not Contact.objects.exists()


def test_undo_too_late_says_why(client, tutor, intern, group):
    contact = ContactFactory(
        intern=intern, logged_by=tutor, session=PublishedSessionFactory(group=group), channel="session"
    )
    page = client.post(
        reverse("evaluations:contact-withdraw", args=[contact.pk]),
        headers={"Referer": f"http://testserver{LOGBOOK}"},
        follow=True,
    )
    assert "ne se retire plus" in page.content.decode()
    assert Contact.objects.exists()


def complete(client, contact, **changes):
    data = {
        "channel": "video",
        "occurred_at": "2026-11-20T18:30",
        "initiative": "intern",
        "themes": ["thesis"],
        "minutes": "35",
        "summary": "Idée de thèse.",
    }
    return client.post(reverse("evaluations:contact-edit", args=[contact.pk]), data | changes)


def test_contact_is_completed(client, tutor, intern):
    contact = ContactFactory(intern=intern, logged_by=tutor)
    assert complete(client, contact).status_code == 302
    contact.refresh_from_db()
    assert (contact.channel, contact.initiative, contact.minutes) == ("video", "intern", 35)
    assert timezone.localtime(contact.occurred_at).strftime("%d/%m %H:%M") == "20/11 18:30"


def test_a_mistake_keeps_what_was_typed(client, tutor, intern):
    contact = ContactFactory(intern=intern, logged_by=tutor)
    page = complete(client, contact, minutes="beaucoup")
    assert page.status_code == 422
    text = page.content.decode()
    assert "Écrivez un nombre de minutes" in text
    assert "Idée de thèse." in text


def test_a_moment_to_come_is_refused(client, tutor, intern):
    contact = ContactFactory(intern=intern, logged_by=tutor)
    page = complete(client, contact, occurred_at="2099-01-01T10:00")
    assert page.status_code == 422
    assert "pas encore venu" in page.content.decode()


def test_only_ones_own_contacts_are_completed(client, intern):
    contact = ContactFactory(intern=intern, logged_by=people.coordinator())
    for person in (tutor_of_group(make_group()).person, intern.person, people.secretary()):
        client.force_login(person)
        assert complete(client, contact).status_code == 404


def test_strangers_do_not_log(client, intern):
    for person in (
        intern.person,
        tutor_of_group(make_group()).person,
        people.secretary(),
        people.coordinator(),
    ):
        client.force_login(person)
        assert client.get(sheet(intern)).status_code == 404
        assert client.post(sheet(intern), {"channel": "mail"}).status_code == 404


def test_logbook_narrows_by_intern_channel_and_theme(client, tutor, group):
    malo, ines, _ = interns_of_group(group)
    ContactFactory(intern=malo, logged_by=tutor, channel="phone", summary="Par téléphone")
    ContactFactory(intern=ines, logged_by=tutor, themes=["thesis", "fmc"], summary="Par courriel")

    def shown(**query):
        text = client.get(LOGBOOK, query).content.decode()
        return ["Par téléphone" in text, "Par courriel" in text]

    assert shown() == [True, True]
    assert shown(intern=malo.pk) == [True, False]
    assert shown(channel="mail") == [False, True]
    assert shown(theme="thesis") == [False, True]
    assert shown(theme="project") == [False, False]
    assert shown(intern="?", channel="?", theme="?", page="?") == [True, True]


def test_logbook_costs_the_same_with_many_contacts(client, tutor, group, django_assert_max_num_queries):
    for member in interns_of_group(group):
        for _ in range(12):
            ContactFactory(intern=member, logged_by=tutor)
    with django_assert_max_num_queries(12):
        page = client.get(LOGBOOK)
    assert "Page 1 sur 2" in page.content.decode()


def test_objective_outside_a_session(client, tutor, intern):
    url = reverse("evaluations:objective-new", args=[intern.pk])
    assert client.get(url).status_code == 200
    refused = client.post(url, {"text": "Lire", "when": "date"})
    assert refused.status_code == 422
    assert "Lire" in refused.content.decode()
    client.post(url, {"text": "Lire", "when": "date", "due_on": "2099-03-15"})
    assert Objective.objects.get().text == "Lire"


def test_objective_is_settled_reopened_and_withdrawn(client, tutor, intern):
    objective = ObjectiveFactory(intern=intern, set_by=tutor)
    settle = reverse("evaluations:objective-settle", args=[objective.pk])
    client.post(settle, {"state": "kept"})
    objective.refresh_from_db()
    assert objective.state == "kept"
    client.post(settle, {"state": "open"})
    objective.refresh_from_db()
    assert objective.state == "open"
    client.post(settle, {"state": "?"})
    client.post(reverse("evaluations:objective-withdraw", args=[objective.pk]))
    assert not Objective.objects.exists()


def test_somebody_elses_objective_is_not_found(client, tutor):
    objective = ObjectiveFactory()
    for name in ("objective-settle", "objective-withdraw"):
        assert client.post(reverse(f"evaluations:{name}", args=[objective.pk])).status_code == 404
