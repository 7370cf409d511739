"""What the mails say, word for word, in French typography."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from design.french import NBHYPHEN, NBSP, THIN
from meetings.actions.convening import publish_sessions
from meetings.convening.calling import Called
from meetings.convening.facts import facts_for, facts_of_session
from meetings.models import Convocation
from outbox.composition import compose
from outbox.letters import blocks
from outbox.models import Message
from tests.factories.groups import CoTutorFactory, InternFactory, TutorFactory, make_group
from tests.factories.meetings import RoomFactory, SessionFactory, paris
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

FORBIDDEN = re.compile(
    r"santé|malad|difficult|échec|sanction|absen|problème|retard|évaluation|note\b", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(paris(2026, 12, 1, 9), tick=False):
        yield


@pytest.fixture
def facts() -> dict:
    """What Inès is told of the third session of group 25-07."""
    sylvie = TutorFactory(
        person=PersonFactory(
            title="Dr", first_name="Sylvie", last_name="Nadaud", email="sylvie@tutorat.example"
        )
    )
    ines = PersonFactory(first_name="Inès", last_name="Barthélemy", email="ines@etu.example")
    group = make_group(tutor=sylvie, size=0)
    group.number = 7
    session = SessionFactory.build(
        pk=12,
        group=group,
        room=RoomFactory.build(code="B 204"),
        semester=None,
        starts_at=paris(2027, 1, 14, 14),
    )
    tutor = Called(sylvie.person, Convocation.Part.TUTOR)
    called = Called(ines, Convocation.Part.INTERN)
    convocation = Convocation(pk=5, session=session, person=ines, part=called.part)
    items = ["Point sur les RSCA", "Revue du portfolio"]
    shared = facts_of_session(session, [tutor, called], items, timezone.now())
    return facts_for(convocation, shared, called) | {"address": ines.email}


def plain(text: str) -> str:
    """The text with ordinary spaces and hyphens, and tokens left out."""
    text = text.replace(NBSP, " ").replace(THIN, " ").replace(NBHYPHEN, "-")
    return re.sub(r"reponse/[^\s?]+", "reponse/…", text)


def test_convocation_of_an_intern_reads_as_written(facts):
    mail = compose("convocation", facts)

    assert plain(mail.subject) == "Groupe tutorial 25-07, jeudi 14 janvier à 14 h"
    assert plain(mail.text) == (
        "Bonjour Inès,\n\n"
        "Votre groupe tutorial 25-07 se réunit avec le Dr Sylvie Nadaud pour sa troisième séance. "
        "Votre présence est obligatoire.\n\n"
        "  Jeudi 14 janvier 2027, 14 h – 16 h\n"
        "  Salle B 204\n"
        "  Faculté de médecine, site Tonnellé, Tours\n\n"
        "Je serai là : http://localhost:8000/convocations/reponse/…?choix=present\n"
        "Je m’excuse… : http://localhost:8000/convocations/reponse/…?choix=excuse\n\n"
        "Programme de cette troisième séance :\n\n"
        "– Point sur les RSCA\n"
        "– Revue du portfolio\n\n"
        "À apporter : vos traces d’apprentissage, dont un RSCA en cours, et vos questions.\n\n"
        "Vous pouvez changer de réponse jusqu’au début de la séance. Le fichier invitation.ics inscrit la "
        "séance dans votre agenda, qui suivra de lui-même tout changement.\n\n"
        "Ce message vaut convocation à une formation hors stage : il peut servir de justificatif auprès de "
        "votre chef de service ou de votre maître de stage.\n\n"
        "Le groupe n’empêche pas de se voir seul à seul : à tout moment, vous pouvez demander un entretien "
        "individuel avec le Dr Sylvie Nadaud, sur http://localhost:8000 ou en répondant à ce message.\n\n"
        "Secrétariat du DUMG de Tours\n"
    )
    assert mail.reply_to == ("sylvie@tutorat.example",)


def test_convocation_of_a_tutor_names_the_interns_and_asks_nothing(facts):
    mail = compose(
        "convocation", facts | {"part": "tutor", "hello": "Dr Nadaud", "interns": ["Inès", "Malo"]}
    )

    assert "Vous animez la troisième séance du groupe tutorial 25-07." in plain(mail.text)
    assert "Dans ce groupe : Inès et Malo." in plain(mail.text)
    assert "Je serai là" not in mail.text
    assert mail.reply_to == ("secretariat@tutorat.example",)


def test_reminders_ask_for_an_answer_then_only_recall(facts):
    first = plain(compose("reminder", facts | {"days": 7, "last": False}).text)
    last = plain(compose("reminder", facts | {"days": 1, "last": True}).text)

    assert "Le secrétariat attend votre réponse" in first
    assert "se réunit bientôt" in last
    assert "Si vous n’avez pas encore répondu" in last


def test_move_says_both_hours_and_asks_again(facts):
    previous = {
        "starts_at": paris(2027, 1, 7, 9, 30).isoformat(),
        "ends_at": paris(2027, 1, 7, 11, 30).isoformat(),
        "room": "salle TON-C",
        "site": "",
    }
    text = plain(compose("moved", facts | {"previous": previous, "asked_again": True}).text)

    assert "Auparavant : jeudi 7 janvier 2027, 9 h 30 – 11 h 30, salle TON-C." in text
    assert "Votre réponse portait sur l’ancien horaire : merci de répondre à nouveau." in text


def test_cancellation_and_withdrawal_say_it_first(facts):
    cancelled = compose("session_cancelled", facts | {"reason": "Tutrice souffrante"})
    withdrawn = compose("withdrawn", facts | {"reason": ""})

    assert plain(cancelled.subject) == "Séance annulée : groupe tutorial 25-07, jeudi 14 janvier à 14 h"
    assert "Motif : Tutrice souffrante" in plain(cancelled.text)
    assert "METHOD:CANCEL" in cancelled.attachments[0].content
    assert "method=CANCEL" in cancelled.attachments[0].content_type
    assert "Votre convocation est retirée" in withdrawn.text


@pytest.fixture
def every_mail():
    """One mail of each kind and part, as an ordinary publication writes them."""
    session = SessionFactory(
        group=make_group(size=2, co_tutor=CoTutorFactory()), room=RoomFactory(code="B 204")
    )
    publish_sessions(sessions=[session], actor=None)
    mails = []
    for message in Message.objects.all():
        previous = {name: message.payload[name] for name in ("starts_at", "ends_at", "room", "site")}
        payload = message.payload | {
            "address": message.address,
            "previous": previous,
            "asked_again": False,
            "reason": "",
        }
        mails.append(compose(message.kind, payload))
        mails += [compose(kind, payload) for kind in ("moved", "session_cancelled", "withdrawn")]
    return mails


def test_every_mail_has_french_spaces(every_mail):
    for mail in every_mail:
        body = re.sub(r"https?://\S+", "", mail.text)
        assert not re.search(r"[^\u202f\s][;?!](?!\w)|[ ][;?!]", body), body
        assert not re.search(r"(?<!\u00a0):|[ ]:", body), body
        assert "'" not in body
        assert "\n\n\n" not in mail.text
        assert "·" not in body


def test_no_subject_says_anything_sensitive(every_mail):
    assert not [mail.subject for mail in every_mail if FORBIDDEN.search(mail.subject)]


def test_html_says_the_same_and_fetches_nothing(every_mail):
    for mail in every_mail:
        assert not re.search(r"<img|<link|<script|url\(|src=|@import", mail.html)
        for block in blocks(mail.text):
            if block.kind == "paragraph":
                assert block.lines[0] in mail.html
        assert mail.html.count("https://") + mail.html.count("http://") == mail.text.count("http://")


def test_name_with_markup_is_escaped_in_html(facts):
    mail = compose("convocation", facts | {"hello": "<b>Inès</b>"})

    assert "Bonjour <b>Inès</b>," in mail.text
    assert "&lt;b&gt;Inès&lt;/b&gt;" in mail.html


def test_calendar_entry_is_about_the_same_session(facts):
    from icalendar import Calendar

    mail = compose("convocation", facts)
    (event,) = Calendar.from_ical(mail.attachments[0].content).walk("VEVENT")

    assert plain(event["summary"]) == "Groupe tutorial 25-07"
    assert plain(event["location"]) == "salle B 204, Faculté de médecine, site Tonnellé, Tours"
    assert event["uid"] == f"{facts['uid']}@tutorat.example"
    assert event["attendee"] == "mailto:ines@etu.example"
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=2)
    assert (
        event["description"]
        == "Troisième séance, Dr Sylvie Nadaud\n– Point sur les RSCA\n– Revue du portfolio"
    )
    assert "reponse/" not in mail.attachments[0].content


def test_group_without_a_tutor_is_still_convened():
    session = SessionFactory(group=make_group(size=1))
    session.group.tutorships.all().delete()
    publish_sessions(sessions=[session], actor=None)

    message = Message.objects.get(kind="convocation")
    mail = compose(message.kind, message.payload | {"address": message.address})
    assert "se réunit pour sa troisième séance" in mail.text
    assert mail.reply_to == ()


def test_interns_of_other_groups_are_named_nowhere(facts):
    other = InternFactory(person__last_name="Ailleurs")

    assert other.person.full_name not in compose("convocation", facts).text
