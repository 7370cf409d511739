"""Publishing convocations: the request, then the sending, beside a bare loop. Prints JSON."""

import json
import logging
import statistics
import time

import django
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment

ROUNDS = 5


class QueryCount:
    """Counts the statements sent to the database while it is installed with `execute_wrapper`."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def publish() -> dict:
    """Send the publishing request once; return how long it took, and how many messages it wrote."""
    from accounts.middleware import SESSION_KEY
    from outbox.models import Message
    from tests.bench.pages import publication
    from tests.bench.signing_in import session_of

    request = publication()
    client = Client(headers={"host": "localhost"})
    client.cookies["sessionid"] = session_of(request.person, **{SESSION_KEY: request.role})
    client.get("/")
    Message.objects.all().delete()
    count = QueryCount()
    with connection.execute_wrapper(count):
        began = time.perf_counter()
        response = client.post(request.url, request.data)
        elapsed = time.perf_counter() - began
    return {
        "status": response.status_code,
        "request_ms": 1000 * elapsed,
        "request_queries": count.count,
        "messages": due_messages().count(),
    }


def due_messages():
    """Return the messages that the sender would take now."""
    from django.utils import timezone

    from outbox.models import Message

    return Message.objects.filter(state=Message.State.SCHEDULED, due_at__lte=timezone.now())


def send_again(keys: list[int]) -> tuple[float, int, list[EmailMultiAlternatives]]:
    """Make these messages due again and send them; return seconds, queries, and the mails that left."""
    from outbox.delivery import send_due
    from outbox.delivery.line import Line
    from outbox.models import Message

    Message.objects.filter(pk__in=keys).update(
        state=Message.State.SCHEDULED, claim=None, claimed_at=None, sent_at=None, attempts=0
    )
    mails: list[EmailMultiAlternatives] = []
    original = Line.send

    def remember(line: Line, mail: EmailMultiAlternatives) -> str:
        mails.append(mail)
        return original(line, mail)

    Line.send = remember
    count = QueryCount()
    try:
        with connection.execute_wrapper(count):
            began = time.perf_counter()
            send_due()
            elapsed = time.perf_counter() - began
    finally:
        Line.send = original
    sent = Message.objects.filter(pk__in=keys, state=Message.State.SENT).count()
    if sent != len(keys):
        raise SystemExit(f"{sent} of {len(keys)} messages are recorded as sent")
    return elapsed, count.count, mails


def send_bare(mails: list[EmailMultiAlternatives]) -> float:
    """Build the same mails and send them over one connection, with nothing kept; return seconds."""
    began = time.perf_counter()
    with get_connection() as smtp:
        for mail in mails:
            copy = EmailMultiAlternatives(
                mail.subject,
                mail.body,
                mail.from_email,
                mail.to,
                reply_to=mail.reply_to,
                headers=mail.extra_headers,
                attachments=mail.attachments,
                alternatives=getattr(mail, "alternatives", None),
                connection=smtp,
            )
            copy.send()
    return time.perf_counter() - began


def main() -> None:
    django.setup()
    logging.disable()
    setup_test_environment()
    from django.conf import settings

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    figures = publish()
    keys = list(due_messages().values_list("pk", flat=True))
    if not keys:
        raise SystemExit(f"Publishing (status {figures['status']}) made no message due now")
    _, _, mails = send_again(keys)
    ours, bare, queries = [], [], 0
    for _ in range(ROUNDS):
        elapsed, queries, _ = send_again(keys)
        ours.append(len(keys) / elapsed)
        bare.append(len(mails) / send_bare(mails))
    print(
        json.dumps(
            figures
            | {
                "rate": statistics.median(ours),
                "bare_rate": statistics.median(bare),
                "share": statistics.median(own / other for own, other in zip(ours, bare, strict=True)),
                "queries_per_mail": queries / len(keys),
            }
        )
    )


if __name__ == "__main__":
    main()
