"""The convocations of a day on screen: who stands where, the message itself, and what can be done."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.actions.answers import answer_convocation
from meetings.actions.convening import publish_sessions
from meetings.models import Convocation, TutorialSession
from outbox.delivery import send_due
from outbox.models import Message
from tests.factories.groups import CohortFactory, make_group
from tests.factories.meetings import SemesterFactory, SessionFactory, paris
from tests.factories.people import coordinator, make_person, secretary

pytestmark = pytest.mark.django_db
LIST = "/convocations/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(paris(2026, 12, 1, 9), tick=False) as traveller:
        yield traveller


@pytest.fixture
def nadege(client):
    person = secretary()
    client.force_login(person)
    return person


@pytest.fixture
def session(nadege):
    session = SessionFactory(group=make_group(size=5))
    publish_sessions(sessions=[session], actor=nadege)
    send_due()
    return session


def interns(session):
    return list(session.convocations.filter(part="intern").order_by("pk"))


def counts(response) -> dict[str, int]:
    return {label: count for label, _, count, *_ in response.context["pills"]}


def test_list_counts_who_stands_where(client, session):
    first, second, third, *_ = interns(session)
    answer_convocation(convocation=first, answer="present")
    answer_convocation(convocation=second, answer="prevented", reason="garde de nuit")
    Message.objects.filter(recipient=third.person, step="convocation").update(state="failed")

    response = client.get(LIST)

    assert counts(response) == {
        "Toutes": 6,
        "Confirmées": 2,
        "Sans réponse": 2,
        "Excusées": 1,
        "En échec": 1,
    }
    page = response.content.decode()
    assert "garde de nuit" in page
    assert "Relancer les 2 sans réponse" in page


def test_list_can_be_filtered_by_state_and_keeps_the_day(client, session):
    first, *_ = interns(session)
    answer_convocation(convocation=first, answer="prevented", reason="garde")

    response = client.get(LIST, {"etat": "excused", "jour": "2027-01-14"})

    assert [line.pk for line, _ in response.context["lines"]] == [first.pk]


def test_list_can_be_filtered_by_cohort(client, session):
    older = SessionFactory(group=make_group(cohort=CohortFactory(year=2024), size=4))
    publish_sessions(sessions=[older], actor=None)

    response = client.get(LIST, {"promotion": "2024"})

    assert counts(response)["Toutes"] == 5
    assert {line.pk for line, _ in response.context["lines"]} == set(
        older.convocations.values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    "query",
    [
        "jour=2027-99-99",
        "jour=x",
        "semestre=abc",
        "semestre=²",
        "promotion=x",
        "page=999",
        "personne=z",
        "etat=?",
    ],
)
def test_list_survives_a_bad_address(client, session, query):
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_list_of_nothing_says_what_comes_next(client, nadege):
    assert "Aucun semestre n’est ouvert" in client.get(LIST).content.decode()
    SemesterFactory()
    assert "Aucune séance à convoquer" in client.get(LIST).content.decode()


def test_list_costs_the_same_with_many_people(client, nadege):
    cohort = CohortFactory()
    publish_sessions(sessions=[SessionFactory(group=make_group(cohort=cohort, size=4))], actor=None)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    more = [SessionFactory(group=make_group(cohort=cohort, size=6)) for _ in range(5)]
    publish_sessions(sessions=more, actor=None)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(few) == len(many)
    assert len(many) <= 14


def test_panel_shows_the_message_as_it_left_and_its_journal(client, session):
    someone = interns(session)[0]
    answer_convocation(convocation=someone, answer="present")

    page = client.get(LIST, {"personne": someone.pk}).content.decode()

    assert f"Message à {someone.person.full_name}" in page
    assert "Votre présence est obligatoire." in page
    assert someone.person.email in page
    assert "Aucun pisteur d’ouverture" in page
    assert "Je serai là\u00a0»" in page
    assert "reponse/" not in page


def test_panel_can_show_a_message_to_come(client, session):
    someone = interns(session)[0]
    last = Message.objects.get(recipient=someone.person, step="D-1")

    page = client.get(reverse("meetings:convocation-detail", args=[someone.pk]), {"message": last.pk})

    assert "Départ prévu le 13\u00a0janvier 2027" in page.content.decode()
    assert "se réunit bientôt" in page.content.decode()


def test_reminding_is_offered_quietly_until_people_had_time_to_answer(client, session, clock):
    quiet, loud = '<button class="btn btn-second" type="submit" data-busy="Relance…">', '"btn btn-principal"'
    page = client.get(LIST).content.decode()
    assert quiet in page
    assert loud not in page

    clock.move_to(paris(2026, 12, 4, 9))

    page = client.get(LIST).content.decode()
    assert quiet not in page
    assert loud in page


def test_reminding_stands_out_once_a_reminder_left(client, nadege, clock):
    session = SessionFactory(group=make_group(size=4), starts_at=paris(2026, 12, 9, 14))
    publish_sessions(sessions=[session], actor=nadege)
    send_due()
    clock.move_to(paris(2026, 12, 2, 9))
    assert '"btn btn-principal"' not in client.get(LIST).content.decode()
    send_due()
    assert '"btn btn-principal"' in client.get(LIST).content.decode()


def test_nobody_is_reminded_of_a_day_gone_by(client, session, clock):
    clock.move_to(paris(2027, 1, 20, 9))
    assert "Relancer les" not in client.get(LIST).content.decode()


def test_secretary_reminds_everybody_who_is_silent(client, session, django_capture_on_commit_callbacks):
    answered, *silent = interns(session)
    answer_convocation(convocation=answered, answer="present")

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("meetings:convocation-remind"),
            {"semestre": session.semester_id, "jour": "2027-01-14", "next": f"{LIST}?etat=no_answer"},
        )

    assert response.url == f"{LIST}?etat=no_answer"
    reminded = Message.objects.filter(kind="nudge", state="sent")
    assert {message.recipient_id for message in reminded} == {one.person_id for one in silent}


def test_secretary_reminds_one_person(client, session, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("meetings:convocation-remind"), {"convocation": interns(session)[0].pk})

    assert Message.objects.filter(kind="nudge").count() == 1


@pytest.mark.parametrize("answer", [("next", "https://ailleurs.example/"), ("next", "//ailleurs.example")])
def test_reminding_never_leads_elsewhere(client, session, answer):
    assert client.post(reverse("meetings:convocation-remind"), dict([answer])).url == LIST


def test_secretary_reminds_the_people_ticked(client, session, django_capture_on_commit_callbacks):
    answered, first, second, *_ = interns(session)
    answer_convocation(convocation=answered, answer="present")
    ticked = {"convocation": [answered.pk, first.pk, second.pk]}

    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(reverse("meetings:convocation-remind"), ticked, follow=True).content.decode()

    assert "2\u00a0relances" in page
    assert "1\u00a0personne cochée sans relance" in page
    reminded = Message.objects.filter(kind="nudge").values_list("recipient", flat=True)
    assert set(reminded) == {first.person_id, second.person_id}


def test_secretary_sends_again_what_failed_to_the_people_ticked(
    client, session, real_mail, django_capture_on_commit_callbacks
):
    first, second, third, *_ = interns(session)
    failed = Message.objects.filter(recipient__in=[first.person_id, third.person_id], step="convocation")
    failed.update(state="failed", error="Boîte pleine")

    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(
            reverse("meetings:convocation-resend"), {"convocation": [first.pk, second.pk]}, follow=True
        ).content.decode()

    assert "1\u00a0message repart." in page
    assert [mail["To"] for mail in real_mail.messages] == [first.person.email]
    assert Message.objects.get(recipient=third.person_id, step="convocation").state == "failed"


@pytest.mark.parametrize("name", ["convocation-remind", "convocation-resend"])
def test_nobody_ticked_is_said(client, session, name):
    page = client.post(reverse(f"meetings:{name}"), {}, follow=True).content.decode()
    assert "Cochez d’abord les personnes concernées." in page
    assert not Message.objects.filter(kind="nudge").exists()


def test_secretary_publishes_a_day(client, nadege, django_capture_on_commit_callbacks):
    first, second = [SessionFactory(group=make_group(size=4)) for _ in range(2)]
    later = SessionFactory(starts_at=paris(2027, 1, 19, 14), group=make_group(size=4))
    url = reverse("meetings:session-publish")

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url, {"semestre": first.semester_id, "jour": "2027-01-14"}, follow=True)

    assert "2\u00a0séances publiées, 10\u00a0personnes convoquées." in response.content.decode()
    states = {one.pk: one.state for one in TutorialSession.objects.all()}
    assert states == {first.pk: "published", second.pk: "published", later.pk: "draft"}
    assert Message.objects.filter(state="sent").count() == 10
    again = client.post(url, {"session": [first.pk, second.pk]}, follow=True)
    assert "Rien à publier" in again.content.decode()


def test_publishing_nothing_publishes_nothing(client, nadege):
    SessionFactory(group=make_group(size=4))

    client.post(reverse("meetings:session-publish"), {"session": "x", "semestre": "y", "jour": "2027-99-99"})

    assert not Convocation.objects.exists()


def test_drafts_of_the_day_are_announced(client, nadege):
    SessionFactory(group=make_group(size=4))

    page = client.get(LIST).content.decode()

    assert "1\u00a0séance en brouillon ce jour-là." in page
    assert "Publier et convoquer" in page


def test_proofs_list_what_left_and_no_formula(client, session):
    someone = interns(session)[0].person
    someone.last_name = "=HYPERLINK(1)"
    someone.save()

    response = client.get(reverse("meetings:convocation-proofs"))

    text = response.content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Personne;Adresse;Nature;Objet;Envoyé le;Réponse du serveur"
    assert len(text.splitlines()) == 7
    assert "01/12/2026 09:00" in text
    assert not re.search(r"(^|;)=", text, re.MULTILINE)


POSTS = ["convocation-remind", "convocation-resend", "session-publish"]


@pytest.mark.parametrize("name", POSTS)
def test_actions_are_for_the_secretary_and_by_post(client, nadege, name):
    url = reverse(f"meetings:{name}")
    assert client.get(url).status_code == 405
    client.force_login(coordinator())
    assert client.post(url).status_code == 404


@pytest.mark.parametrize("role", ["tutor", "intern", "supervisor", "commission", "administrator"])
def test_list_is_for_the_department(client, session, role):
    client.force_login(make_person(role))
    assert client.get(LIST).status_code == 404
    assert (
        client.get(reverse("meetings:convocation-detail", args=[interns(session)[0].pk])).status_code == 404
    )


def test_coordinator_reads_without_buttons(client, session):
    client.force_login(coordinator())
    page = client.get(LIST).content.decode()
    assert "Relancer" not in page
    assert session.group.code in page


def test_failed_address_can_be_corrected_where_it_is_seen(
    client, session, real_mail, django_capture_on_commit_callbacks
):
    someone = interns(session)[0]
    Message.objects.filter(recipient=someone.person, step="convocation").update(state="failed", text="")
    page = client.get(LIST, {"etat": "failed"}).content.decode()
    assert "Corriger et renvoyer" in page
    message = Message.objects.get(recipient=someone.person, step="convocation")

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("outbox:message-send-again", args=[message.pk]),
            {"address": "Bonne.Adresse@etu.example", "next": LIST},
        )

    assert response.url == LIST
    assert [mail["To"] for mail in real_mail.messages] == ["bonne.adresse@etu.example"]
    someone.person.refresh_from_db()
    assert someone.person.email == "bonne.adresse@etu.example"
    waiting = Message.objects.filter(recipient=someone.person, state="scheduled")
    assert set(waiting.values_list("address", flat=True)) == {"bonne.adresse@etu.example"}
    assert timezone.localdate(message.due_at) == timezone.localdate()
