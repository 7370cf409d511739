"""The broker does not answer: nothing that was decided is lost, and nobody sees an error page for it."""

import time

import pytest
from django.db import transaction

from accounts.journal import note_opening
from accounts.models import FileAccess
from outbox.actions import Draft, enqueue
from outbox.delivery import send_due
from outbox.models import Message
from tests.factories.outbox import KIND
from tests.factories.people import PersonFactory
from tests.services.workers import publishing_to

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def broker_away():
    with publishing_to({"broker_url": "redis://127.0.0.1:1/0"}):
        yield


def test_message_is_written_and_leaves_with_the_next_sweep(broker_away, real_mail):
    began = time.monotonic()
    with transaction.atomic():
        enqueue([Draft(key="session:1:convocation", kind=KIND, recipient=PersonFactory())])

    assert time.monotonic() - began < 3
    assert Message.objects.get().state == Message.State.SCHEDULED
    assert send_due().sent == 1
    assert len(real_mail.messages) == 1


def test_opening_a_file_is_recorded_all_the_same(broker_away):
    actor, subject = PersonFactory.create_batch(2)

    note_opening(actor=actor, subject=subject, part="traces")

    assert FileAccess.objects.filter(actor=actor, subject=subject).count() == 1
