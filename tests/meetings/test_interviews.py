"""Individual interviews: asked for, fixed, held or left without result (A-008, A-114, A-116, A-122)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from evaluations.models import Contact
from groups.models import Tutorship
from meetings.actions.interviews import (
    ask_interview,
    drop_interview,
    hold_interview,
    propose_interview,
    schedule_interview,
)
from meetings.models import Interview
from meetings.queries import interviews_told_to
from outbox.composition import compose, guard_of
from outbox.models import Message
from tests.factories import people
from tests.factories.groups import (
    CoTutorFactory,
    InternFactory,
    TutorFactory,
    interns_of_group,
    make_group,
    tutor_of_group,
)
from tests.factories.meetings import paris

pytestmark = pytest.mark.django_db
URL = reverse("meetings:interview-ask")
NOW = paris(2027, 1, 11, 9)
SOON = paris(2027, 1, 14, 18, 30)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def intern():
    return interns_of_group(make_group(tutor=TutorFactory(), size=2))[0]


@pytest.fixture
def client(intern) -> Client:
    client = Client()
    client.force_login(intern.person)
    return client


def told_to_intern():
    return Message.objects.exclude(kind="interview-asked")


def ask(intern, reason: str = "not_in_group", message: str = "") -> Interview:
    return ask_interview(intern=intern, actor=intern.person, reason=reason, message=message)


def test_a_request_goes_to_the_tutor(intern) -> None:
    interview = ask(intern, message="  Un mot.  ")
    assert interview.tutor == intern.memberships.get().group.tutorships.get().tutor
    assert (interview.initiative, interview.state, interview.message) == ("intern", "requested", "Un mot.")


def test_the_tutor_is_told_that_a_request_waits_and_nothing_of_it(intern) -> None:
    interview = ask(intern, message="Un mot.")
    ask(intern, message="Encore un mot.")
    message = Message.objects.get()
    assert message.recipient == interview.tutor.person
    assert message.is_confidential
    mail = compose(message.kind, message.payload)
    said = f"{mail.subject} {mail.text} {mail.html}"
    assert "demande un entretien individuel" in said
    for word in ("mot.", interview.get_reason_display(), intern.person.last_name, intern.person.first_name):
        assert word not in said
    assert mail.reply_to == ()


def test_the_tutor_who_answered_is_not_told_of_the_request_any_more(intern) -> None:
    interview = ask(intern)
    asked = Message.objects.get()
    guard = guard_of("interview-asked")
    assert guard([asked]) == {asked.pk}
    schedule_interview(interview=interview, starts_at=SOON)
    assert guard([asked]) == set()
    asked.refresh_from_db()
    assert asked.state == "cancelled"


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


@pytest.fixture
def tutor(intern):
    return tutor_of_group(intern.memberships.get().group)


@pytest.fixture
def tutoring(tutor) -> Client:
    client = Client()
    client.force_login(tutor.person)
    return client


def fix(interview, starts_at=SOON, place: str = "") -> Interview:
    return schedule_interview(interview=interview, starts_at=starts_at, place=place)


def test_a_date_is_told_by_mail_without_any_reason(intern) -> None:
    interview = fix(ask(intern, "personal", "Mon secret"), place="au cabinet")
    assert (interview.state, interview.starts_at) == ("scheduled", SOON)
    message = told_to_intern().get()
    assert (message.recipient, message.is_confidential) == (intern.person, True)
    mail = compose(message.kind, message.payload)
    assert "jeudi 14\u00a0janvier 2027" in mail.text
    assert "18\u00a0h\u00a030" in mail.text
    assert "au cabinet" in mail.text
    for words in ("Mon secret", "Difficulté", "personal"):
        assert words not in f"{mail.subject} {mail.text} {mail.html} {message.payload}"


def test_the_same_date_is_told_once_and_a_new_one_replaces_it(intern) -> None:
    interview = ask(intern)
    fix(interview)
    fix(interview)
    assert told_to_intern().count() == 1
    fix(interview, SOON + timedelta(days=1))
    assert [message.state for message in told_to_intern().order_by("pk")] == ["cancelled", "scheduled"]


def test_a_mail_about_a_date_given_up_does_not_leave(intern) -> None:
    interview = fix(ask(intern))
    message = told_to_intern().get()
    assert guard_of(message.kind)([message]) == {message.pk}
    Interview.objects.filter(pk=interview.pk).update(state="dropped")
    assert guard_of(message.kind)([message]) == set()


def test_a_date_gone_by_is_refused(intern) -> None:
    interview = ask(intern)
    with pytest.raises(ValidationError, match="passé"):
        fix(interview, NOW - timedelta(days=1))
    interview.refresh_from_db()
    assert interview.state == "requested"


@pytest.mark.parametrize("initiative", ["intern", "tutor"])
def test_an_interview_held_is_a_contact_at_the_right_initiative(intern, tutor, initiative) -> None:
    interview = (
        ask(intern, message="Mon secret")
        if initiative == "intern"
        else propose_interview(intern=intern, tutor=tutor, actor=tutor.person)
    )
    hold_interview(interview=interview, actor=tutor.person)
    contact = Contact.objects.get()
    assert (contact.intern, contact.logged_by, contact.channel) == (intern, tutor.person, "interview")
    assert (contact.initiative, contact.interview, contact.summary) == (initiative, interview, "")
    with pytest.raises(ValidationError, match="déjà"):
        hold_interview(interview=interview, actor=tutor.person)
    assert Contact.objects.count() == 1


def test_an_interview_is_held_on_its_date_not_before(intern, tutor) -> None:
    interview = fix(ask(intern))
    with pytest.raises(ValidationError) as refusal:
        hold_interview(interview=interview, actor=tutor.person)
    assert "14\u00a0janvier" in refusal.value.messages[0]
    with time_machine.travel(SOON + timedelta(days=2), tick=False):
        hold_interview(interview=interview, actor=tutor.person)
    assert Contact.objects.get().occurred_at == SOON


def test_a_word_closes_a_request_and_stays_out_of_the_mail(intern) -> None:
    interview = ask(intern)
    with pytest.raises(ValidationError, match="mot"):
        drop_interview(interview=interview, words=" ")
    drop_interview(interview=interview, words="Parlons-en jeudi.")
    message = told_to_intern().get()
    assert message.is_confidential
    assert "jeudi" not in compose(message.kind, message.payload).text
    with pytest.raises(ValidationError, match="déjà"):
        fix(interview)
    assert list(interviews_told_to(intern, now=NOW)) == [interview]
    assert list(interviews_told_to(intern, now=NOW + timedelta(days=31))) == []


def test_the_home_of_the_tutor_tells_reason_and_words(intern, tutoring) -> None:
    ask(intern, "personal", "Un mot à dire")
    page = tutoring.get("/").content.decode()
    assert "Entretiens demandés" in page
    assert "Difficulté personnelle" in page
    assert "Un mot à dire" in page


def test_the_file_tells_them_to_the_tutor_alone(intern, tutor, tutoring) -> None:
    ask(intern, "personal", "Un mot à dire")
    url = reverse("evaluations:intern-file", args=[intern.pk])
    assert "Un mot à dire" in tutoring.get(url).content.decode()
    co_tutor = CoTutorFactory()
    Tutorship.objects.create(
        group=intern.memberships.get().group, tutor=co_tutor, part="co_tutor", starts_on=date(2026, 11, 2)
    )
    for person in (people.coordinator(), people.director(), co_tutor.person):
        other = Client()
        other.force_login(person)
        for page in (other.get(url), other.get("/", follow=True)):
            assert page.status_code == 200
            assert "Un mot à dire" not in page.content.decode()
            assert "Difficulté personnelle" not in page.content.decode()


def test_the_intern_sees_the_date_at_home_and_never_the_reason_of_the_tutor(intern, tutor, client) -> None:
    interview = propose_interview(intern=intern, tutor=tutor, actor=tutor.person, reason="off_topic")
    page = client.get("/").content.decode()
    assert "Entretien proposé" in page
    fix(interview, place="par téléphone")
    page = client.get("/").content.decode()
    assert "jeudi 14\u00a0janvier" in page
    assert "par téléphone" in page
    assert "emboliser" not in page
    drop_interview(interview=interview, words="Nous nous sommes parlé.")
    assert "Nous nous sommes parlé." in client.get("/").content.decode()


def test_fixing_a_date_from_the_page(intern, tutoring) -> None:
    interview = ask(intern)
    url = reverse("meetings:interview-schedule", args=[interview.pk])
    assert "Fixer une date" in tutoring.get(url).content.decode()
    page = tutoring.post(url, {"day": "2027-01-04", "hour": "18:30", "place": "au cabinet"})
    assert page.status_code == 422
    assert "Ce moment est passé" in page.content.decode()
    assert "au cabinet" in page.content.decode()
    file = reverse("evaluations:intern-file", args=[intern.pk])
    answer = tutoring.post(url, {"day": "2027-01-14", "hour": "18:30", "next": file})
    assert answer.url == file
    interview.refresh_from_db()
    assert interview.starts_at == SOON
    assert 'value="18:30"' in tutoring.get(url).content.decode()


def test_an_address_elsewhere_is_not_followed(intern, tutoring) -> None:
    url = reverse("meetings:interview-held", args=[ask(intern).pk])
    assert tutoring.post(url, {"next": "https://example.org/"}).url == reverse("home")


def test_what_is_settled_has_no_form_left(intern, tutor, tutoring) -> None:
    interview = hold_interview(interview=ask(intern), actor=tutor.person)
    for name in ("interview-schedule", "interview-drop"):
        page = tutoring.get(reverse(f"meetings:{name}", args=[interview.pk]), follow=True)
        assert "déjà été tenu" in page.content.decode()


def test_dropping_asks_for_a_word(intern, tutoring) -> None:
    interview = ask(intern)
    url = reverse("meetings:interview-drop", args=[interview.pk])
    assert "Écrivez un mot" in tutoring.post(url, {"words": " "}).content.decode()
    assert tutoring.post(url, {"words": "Vu en séance."}).url == reverse("home")
    interview.refresh_from_db()
    assert (interview.state, interview.closing_words) == ("dropped", "Vu en séance.")


@pytest.mark.parametrize("name", ["interview-schedule", "interview-held", "interview-drop"])
def test_only_the_tutor_it_was_asked_of_finds_it(intern, client, name) -> None:
    url = reverse(f"meetings:{name}", args=[ask(intern).pk])
    strangers = (TutorFactory().person, people.secretary(), people.coordinator(), intern.person)
    for person in strangers:
        other = Client()
        other.force_login(person)
        assert other.post(url, {}).status_code == 404


def test_held_is_not_a_page(intern, tutoring) -> None:
    assert tutoring.get(reverse("meetings:interview-held", args=[ask(intern).pk])).status_code == 405
