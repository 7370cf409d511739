"""What leaves, once, and what is written down about it. With a real SMTP peer."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outbox import actions, composition
from outbox.actions import Draft, enqueue
from outbox.delivery import claims, send_due
from outbox.delivery.envelope import message_id
from outbox.delivery.line import Line
from outbox.models import Message
from tests.factories.outbox import KIND, MessageFactory
from tests.factories.people import PersonFactory, secretary

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def guarded():
    """Register a guard for the kind of the tests: `guarded.add(pk)` makes a message unwanted."""
    unwanted: set[int] = set()
    composition._guards[KIND] = lambda messages: {message.pk for message in messages} - unwanted
    yield unwanted
    del composition._guards[KIND]


def test_message_leaves_with_its_bodies_calendar_and_headers(real_mail):
    message = MessageFactory(recipient__email="ines@etu.example")

    assert send_due().sent == 1

    (mail,) = real_mail.messages
    assert real_mail.recipients == [["ines@etu.example"]]
    assert mail["Subject"] == "Séance, jeudi"
    assert mail["Message-ID"] == message_id(message.key)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == "Dr Élise Marchand <elise@tutorat.example>"
    assert mail["From"] == "Secrétariat du DUMG de Tours <secretariat@tutorat.example>"
    assert not [name for name in mail.keys() if name.startswith("List-")]  # noqa: SIM118
    alternatives, attached = mail.iter_parts()
    kinds = [part.get_content_type() for part in alternatives.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    calendar = list(alternatives.iter_parts())[2]
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert attached.get_filename() == "invitation.ics"
    assert attached.get_content_type() == "application/ics"


def test_message_sent_keeps_what_left_and_what_the_server_said(real_mail):
    message = MessageFactory()

    send_due()

    message.refresh_from_db()
    assert message.state == State.SENT
    assert message.sent_at is not None
    assert message.attempts == 1
    assert message.reply.startswith("250")
    assert message.subject == "Séance, jeudi"
    assert message.text == "À jeudi, 14\u00a0h."
    assert "<p>" in message.html
    assert message.attachments[0]["name"] == "invitation.ics"


def test_sending_twice_sends_nothing_twice(real_mail):
    MessageFactory.create_batch(3)

    assert send_due().sent == 3
    assert send_due().sent == 0
    assert len(real_mail.messages) == 3


def test_message_due_later_waits_unless_the_moment_is_given(real_mail):
    MessageFactory(due_at=timezone.now() + timedelta(days=7))

    assert send_due().sent == 0
    assert send_due(now=timezone.now() + timedelta(days=8)).sent == 1


def test_chunks_share_one_connection_each_and_few_queries(real_mail):
    MessageFactory.create_batch(60)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        report = send_due(chunk=30)

    assert report.sent == 60
    assert real_mail.connections == 2
    assert len(queries) <= 0.5 * 60


def test_without_a_mail_server_the_message_is_kept_here(settings):
    settings.EMAIL_CONFIGURED = False
    message = MessageFactory()

    assert send_due().sent == 1

    message.refresh_from_db()
    assert message.state == State.SENT
    assert message.reply == "Gardé ici : aucun serveur de courrier configuré"
    assert message.text == "À jeudi, 14\u00a0h."


def test_unwanted_message_is_cancelled_in_one_query(real_mail, guarded):
    first, second = MessageFactory.create_batch(2)
    guarded.add(first.pk)

    report = send_due()

    assert (report.sent, report.cancelled) == (1, 1)
    first.refresh_from_db()
    assert first.state == State.CANCELLED
    assert real_mail.recipients == [[second.address]]


@pytest.mark.parametrize("address", ["pas-une-adresse", "deux@@etu.example", "a@b\r\nBcc: x@y.example"])
def test_broken_address_fails_with_a_reason_and_stops_nobody(real_mail, address):
    broken = MessageFactory(address=address, due_at=timezone.now() - timedelta(hours=1))
    MessageFactory()

    report = send_due()

    assert (report.sent, report.failed) == (1, 1)
    broken.refresh_from_db()
    assert "n’est pas une adresse valable" in broken.error


def test_domain_with_accents_is_written_in_punycode(real_mail):
    MessageFactory(address="ines@faculté.example")

    assert send_due().sent == 1
    assert real_mail.recipients == [["ines@xn--facult-gva.example"]]


def test_line_break_in_a_subject_injects_no_header(real_mail):
    MessageFactory(payload={"subject": "Séance\r\nBcc: voleur@example.org\n\nCorps"})

    send_due()

    (mail,) = real_mail.messages
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Séance Bcc: voleur@example.org Corps"


def test_refused_address_fails_for_good_and_the_next_one_leaves(real_mail):
    refused = MessageFactory(due_at=timezone.now() - timedelta(hours=1))
    MessageFactory()
    real_mail.refused.add(refused.address)

    report = send_due()

    assert (report.sent, report.failed) == (1, 1)
    refused.refresh_from_db()
    assert refused.state == State.FAILED
    assert refused.error.startswith("Cette adresse n’existe pas chez son hébergeur (550 5.1.1")
    assert real_mail.connections == 1


def test_busy_server_is_tried_again_later_and_later_then_fails(real_mail):
    real_mail.busy = True
    message = MessageFactory()
    delays = []

    for _ in range(7):
        moment = message.due_at
        assert send_due(now=moment).postponed == 1
        message.refresh_from_db()
        assert message.state == State.SCHEDULED
        delays.append(message.due_at - moment)
    assert delays == sorted(delays)
    assert "réessayer plus tard" in message.error

    assert send_due(now=message.due_at).failed == 1
    assert real_mail.messages == []


def test_busy_server_that_recovers_gets_the_message_once(real_mail):
    real_mail.busy = True
    message = MessageFactory()
    send_due()
    real_mail.busy = False

    assert send_due().sent == 0
    assert send_due(now=timezone.now() + timedelta(minutes=3)).sent == 1
    message.refresh_from_db()
    assert (message.state, message.error, message.attempts) == (State.SENT, "", 2)


def test_server_that_is_down_postpones_everybody_after_one_try(real_mail, settings, monkeypatch):
    settings.EMAIL_PORT = 1
    openings = []
    opened = Line._open
    monkeypatch.setattr(Line, "_open", lambda line: openings.append(1) or opened(line))
    MessageFactory.create_batch(5)

    report = send_due(chunk=3)

    assert (report.sent, report.postponed) == (0, 3)
    assert len(openings) == 1
    message = Message.objects.filter(attempts=1).first()
    assert message.error == "Le serveur de courrier refuse la liaison."
    assert Message.objects.filter(state=State.SENDING).count() == 0


def test_line_cut_after_the_text_left_is_uncertain_and_the_rest_leaves(real_mail):
    doubtful = MessageFactory(due_at=timezone.now() - timedelta(hours=1))
    MessageFactory.create_batch(2)
    real_mail.breaks_after_data = True

    report = send_due()

    assert (report.sent, report.uncertain) == (2, 1)
    doubtful.refresh_from_db()
    assert doubtful.state == State.UNCERTAIN
    assert doubtful.text
    assert send_due().sent == 0
    assert len(real_mail.messages) == 3


def test_sender_killed_after_claiming_leaves_the_message_to_a_person(real_mail):
    message = MessageFactory()
    claims.claim_chunk(timezone.now())

    assert send_due().sent == 0
    Message.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
    assert send_due().uncertain == 1

    message.refresh_from_db()
    assert message.state == State.UNCERTAIN
    assert real_mail.messages == []

    assert actions.send_again(message=message)
    send_due()
    assert len(real_mail.messages) == 1
    assert not actions.send_again(message=message)


def test_uncertain_message_can_be_taken_as_sent(real_mail):
    message = MessageFactory(state=State.UNCERTAIN, claimed_at=timezone.now())
    nadege = secretary(first_name="Nadège", last_name="Fortin")

    assert actions.consider_sent(message=message, actor=nadege)
    assert not actions.consider_sent(message=message, actor=nadege)

    message.refresh_from_db()
    assert (message.state, message.reply) == (State.SENT, "Considérée comme envoyée par Nadège Fortin")
    assert send_due().sent == 0


def test_process_that_ends_in_the_middle_records_what_it_knows(real_mail, monkeypatch):
    start = timezone.now() - timedelta(hours=1)
    messages = [MessageFactory(due_at=start + timedelta(minutes=n)) for n in range(3)]
    original = Line.send

    def send(line, mail):
        if mail.to == [messages[1].address]:
            raise SystemExit
        return original(line, mail)

    monkeypatch.setattr(Line, "send", send)
    with pytest.raises(SystemExit):
        send_due()

    states = list(Message.objects.order_by("due_at").values_list("state", flat=True))
    assert states == [State.SENT, State.UNCERTAIN, State.SCHEDULED]


def test_message_of_an_unknown_kind_fails_and_stops_nobody(real_mail):
    unknown = MessageFactory(kind="nothing-composes-this", due_at=timezone.now() - timedelta(hours=1))
    MessageFactory()

    report = send_due()

    assert (report.sent, report.failed) == (1, 1)
    unknown.refresh_from_db()
    assert "n’a pas pu être composé" in unknown.error


def test_message_a_person_took_over_is_not_overwritten(real_mail, monkeypatch):
    message = MessageFactory()
    original = Line.send

    def send(line, mail):
        Message.objects.update(claim=None, state=State.CANCELLED)
        return original(line, mail)

    monkeypatch.setattr(Line, "send", send)
    send_due()

    message.refresh_from_db()
    assert message.state == State.CANCELLED


def test_secret_is_forgotten_once_sent(real_mail):
    message = MessageFactory(is_confidential=True, payload={"text": "https://tutorat.example/secret"})

    assert send_due().sent == 1

    message.refresh_from_db()
    assert "secret" in real_mail.messages[0].as_string()
    assert (message.payload, message.text, message.html, message.attachments) == ({}, "", "", [])


def test_secret_that_waits_for_another_try_is_kept_and_then_forgotten(real_mail):
    real_mail.busy = True
    message = MessageFactory(is_confidential=True, payload={"text": "secret"})
    send_due()
    message.refresh_from_db()
    assert message.payload == {"text": "secret"}

    claims.claim_chunk(timezone.now() + timedelta(days=1))
    Message.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
    send_due()

    message.refresh_from_db()
    assert (message.state, message.payload) == (State.FAILED, {})


def test_same_key_is_told_once(django_capture_on_commit_callbacks):
    person = PersonFactory()
    draft = Draft(key="session:1:convocation", kind=KIND, recipient=person)

    with django_capture_on_commit_callbacks(execute=True):
        enqueue([draft])
        enqueue([draft])
    with django_capture_on_commit_callbacks(execute=True):
        enqueue([draft])

    assert Message.objects.get().state == State.SENT


@pytest.mark.django_db(transaction=True)
def test_senders_working_together_never_take_the_same_message(real_mail):
    MessageFactory.create_batch(60)
    start = threading.Barrier(3)
    reports, failures = [], []

    def work():
        try:
            start.wait()
            reports.append(send_due(chunk=7))
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    senders = [threading.Thread(target=work) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert not failures
    assert sum(report.sent for report in reports) == 60
    assert len({mail["Message-ID"] for mail in real_mail.messages}) == len(real_mail.messages) == 60
