"""Messages of a kind of their own, which the tests compose."""

import factory
from django.utils import timezone

from outbox.composition import Attachment, Mail, composes
from outbox.models import Message
from tests.factories.people import PersonFactory

KIND = "test"
INVITATION = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


@composes(KIND, label="Essai")
def compose_test(payload: dict) -> Mail:
    return Mail(
        subject=payload.get("subject", "Séance, jeudi"),
        text=payload.get("text", "À jeudi, 14\u00a0h."),
        html="<p>À jeudi, 14\u00a0h.</p>",
        reply_to=("Dr Élise Marchand <elise@tutorat.example>",),
        attachments=(
            Attachment("invitation.ics", "text/calendar; method=REQUEST; charset=utf-8", INVITATION),
        ),
    )


class MessageFactory(factory.django.DjangoModelFactory):
    """A message due now."""

    class Meta:
        model = Message

    key = factory.Sequence(lambda n: f"test:{n}")
    kind = KIND
    recipient = factory.SubFactory(PersonFactory)
    address = factory.SelfAttribute("recipient.email")
    due_at = factory.LazyFunction(timezone.now)
