"""Reading messages, within what a person may see. Those with a secret link are shown to nobody."""

from django.db.models import Count, F, QuerySet

from accounts.models import Person, Role
from outbox.models import Message

READERS = (Role.SECRETARY, Role.ADMINISTRATOR)


def messages_visible_to(person: Person) -> QuerySet[Message]:
    """Every message but the confidential ones for the secretariat and the technician, none for others."""
    if person.has_role(*READERS):
        return Message.objects.filter(is_confidential=False)
    return Message.objects.none()


def in_list(messages: QuerySet[Message]) -> QuerySet[Message]:
    """What a list shows of messages, the last sent first, then those to come; without their texts."""
    in_order = messages.order_by(F("sent_at").desc(nulls_last=True), "due_at", "pk")
    return in_order.select_related("recipient").only(
        "kind",
        "step",
        "state",
        "due_at",
        "sent_at",
        "subject",
        "address",
        "error",
        "reply",
        "attempts",
        "recipient__title",
        "recipient__first_name",
        "recipient__last_name",
        "recipient__photo",
    )


def counts_by_state(messages: QuerySet[Message]) -> dict[str, int]:
    """How many there are in each state that occurs."""
    return dict(messages.order_by("state").values_list("state").annotate(count=Count("pk")))
