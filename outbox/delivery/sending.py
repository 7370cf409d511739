"""From due rows to recorded results, chunk by chunk."""

import logging
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from outbox.composition import Mail, compose, guard_of
from outbox.delivery.claims import CHUNK, claim_chunk, hand_lost_ones_to_people
from outbox.delivery.envelope import BrokenAddress, envelope, one_line
from outbox.delivery.line import LOST, Dropped, Line, PutOff, Refused, Unknown, Unreachable
from outbox.models import Message

log = logging.getLogger(__name__)

State = Message.State
PATIENCE = [timedelta(minutes=2), timedelta(minutes=10), *(timedelta(hours=h) for h in (1, 3, 6, 12, 24))]
RESULTS = ["state", "attempts", "sent_at", "reply", "error", "due_at", "payload"]
PROOF = ["subject", "text", "html", "attachments"]


@dataclass
class Report:
    """What one run did: messages sent, refused for good, put off, no longer wanted, left to a person."""

    sent: int = 0
    failed: int = 0
    postponed: int = 0
    cancelled: int = 0
    uncertain: int = 0

    @property
    def went_well(self) -> bool:
        return not (self.failed or self.postponed or self.uncertain)


def send_due(now: datetime | None = None, *, chunk: int = CHUNK) -> Report:
    """Send every message due at `now` (default: the present) and say what became of them.

    Several senders may run at once. Each chunk goes over one connection, outside any transaction; whatever
    happens, even the end of the process by an exception, what is known of each message is recorded.
    """
    moment = now or timezone.now()
    report = Report(uncertain=hand_lost_ones_to_people())
    while messages := claim_chunk(moment, chunk):
        if not _send_chunk(_still_wanted(messages, report), report, moment):
            break
    return report


def _still_wanted(messages: list[Message], report: Report) -> list[Message]:
    """Cancel the messages whose facts no longer hold; one query a kind of message."""
    by_kind: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_kind[message.kind].append(message)
    wanted: set[int] = set()
    for kind, same in by_kind.items():
        guard = guard_of(kind)
        wanted |= guard(same) if guard else {message.pk for message in same}
    if unwanted := [message.pk for message in messages if message.pk not in wanted]:
        report.cancelled += Message.objects.filter(pk__in=unwanted, claim=messages[0].claim).update(
            state=State.CANCELLED
        )
    return [message for message in messages if message.pk in wanted]


def _send_chunk(messages: list[Message], report: Report, moment: datetime) -> bool:
    """Send a chunk and record it; False when the server does not answer and going on would be vain."""
    silence = ""
    try:
        with Line() as line:
            for message in messages:
                message.attempts += 1
                if silence:
                    _later(message, silence, moment)
                else:
                    silence = _send(message, line, moment)
    finally:
        _record(messages, report)
    return not silence


def _send(message: Message, line: Line, moment: datetime) -> str:
    """Send one message and note its result on it; when no line can be opened, return why."""
    try:
        mail = compose(message.kind, message.payload | {"address": message.address})
        ready = envelope(mail, key=message.key, address=message.address)
    except BrokenAddress:
        _fail(message, f"L’adresse «\u00a0{one_line(message.address)}\u00a0» n’est pas une adresse valable.")
        return ""
    except Exception:
        log.exception("Message %s could not be composed", message.pk)
        _fail(message, "Ce message n’a pas pu être composé\u00a0: prévenez l’administration technique.")
        return ""
    _keep(message, mail)
    message.state, message.error = State.UNCERTAIN, LOST
    try:
        try:
            was_open = line.is_open
            reply = line.send(ready)
        except Dropped:
            line.hang_up()
            if not was_open:
                raise
            reply = line.send(ready)
    except Refused as refusal:
        _fail(message, str(refusal))
    except PutOff as delay:
        _later(message, str(delay), moment)
    except Unknown:
        line.hang_up()
    except Dropped as drop:
        line.hang_up()
        _later(message, str(drop), moment)
    except Unreachable as absence:
        _later(message, str(absence), moment)
        return str(absence)
    else:
        message.state, message.error = State.SENT, ""
        message.reply, message.sent_at = reply, timezone.now()
    return ""


def _keep(message: Message, mail: Mail) -> None:
    """Note the mail as it leaves, unless it carries a secret."""
    message.subject = one_line(mail.subject)[:200]
    if not message.is_confidential:
        message.text, message.html = mail.text, mail.html
        message.attachments = [
            {"name": one.name, "content_type": one.content_type, "content": one.content}
            for one in mail.attachments
        ]


def _fail(message: Message, reason: str) -> None:
    message.state, message.error = State.FAILED, reason[:300]


def _later(message: Message, reason: str, moment: datetime) -> None:
    """Plan another try, later and later over two days; then the message has failed."""
    tries = message.attempts
    if tries > len(PATIENCE):
        _fail(message, reason)
        return
    message.state, message.error = State.SCHEDULED, reason[:300]
    message.due_at = moment + PATIENCE[tries - 1]


def _forget(message: Message) -> None:
    """Drop a secret that left or will not; nobody is asked about it when that is uncertain."""
    if message.state == State.UNCERTAIN:
        message.state = State.FAILED
    if message.state != State.SCHEDULED:
        message.payload = {}


def _record(messages: list[Message], report: Report) -> None:
    """Write the results of a chunk in two queries, without what was secret.

    What this process did not come to goes back to be sent; a row which a person took over is left alone.
    """
    if not messages:
        return
    for message in messages:
        if message.state == State.SENDING:
            message.state = State.SCHEDULED
        elif message.is_confidential:
            _forget(message)
    with transaction.atomic():
        claimed = Message.objects.filter(claim=messages[0].claim).select_for_update()
        mine = set(claimed.values_list("pk", flat=True))
        Message.objects.bulk_create(
            [message for message in messages if message.pk in mine],
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=RESULTS + PROOF,
        )
    count = Counter(message.state for message in messages)
    report.sent += count[State.SENT]
    report.failed += count[State.FAILED]
    report.postponed += count[State.SCHEDULED]
    report.uncertain += count[State.UNCERTAIN]
