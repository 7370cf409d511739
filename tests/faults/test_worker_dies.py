"""A worker is killed while it sends: each message has left once, still waits, or is shown to a person."""

import os
import signal
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.delivery import send_due
from outbox.models import Message
from outbox.tasks import send_due_messages
from tests.factories.outbox import KIND
from tests.services.workers import celery_worker, filesystem_broker, publishing_to

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
State = Message.State
MANY = 300


def test_nothing_is_sent_twice_after_a_kill(real_mail):
    Message.objects.bulk_create(
        Message(key=f"kill:{n}", kind=KIND, address=f"p{n}@example.org", due_at=timezone.now())
        for n in range(MANY)
    )

    with celery_worker(email_url=real_mail.url, include="tests.factories.outbox") as worker:
        with publishing_to(filesystem_broker(worker.log.parent)):
            send_due_messages.delay()
        worker.wait_for(lambda: len(real_mail.messages) >= 20)
        os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.wait()
    assert len(real_mail.messages) < MANY

    Message.objects.filter(state=State.SENDING).update(claimed_at=timezone.now() - timedelta(hours=2))
    while send_due().sent:
        pass

    received = Counter(mail["To"] for mail in real_mail.messages)
    assert max(received.values()) == 1
    states = Counter(Message.objects.values_list("state", flat=True))
    assert set(states) <= {State.SENT, State.UNCERTAIN}
    lost = set(Message.objects.filter(state=State.SENT).values_list("address", flat=True)) - set(received)
    assert not lost
