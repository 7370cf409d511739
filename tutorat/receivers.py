"""Mails about accounts: they hold a secret link, so the outbox forgets their text once they have left."""

import uuid
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Invitation, Person
from accounts.signals import addresses_changed, person_invited
from outbox.actions import Draft, enqueue


@receiver(person_invited)
def mail_invitation(sender: type[Model], invitation: Invitation, token: str, **kwargs: Any) -> None:
    facts = {
        "person": invitation.person,
        "expires_at": invitation.expires_at,
        "url": settings.PUBLIC_URL + reverse("accounts:invitation", args=[token]),
        "department": settings.DEPARTMENT,
    }
    enqueue(
        [
            Draft(
                key=f"invitation:{invitation.pk}",
                kind="account",
                recipient=invitation.person,
                payload={
                    "subject": f"Votre compte Tutorat, {settings.DEPARTMENT['name']}",
                    "text": render_to_string("mail/invitation.txt", facts),
                    "html": render_to_string("mail/invitation.html", facts),
                },
            )
        ]
    )


@receiver(addresses_changed)
def warn_the_address_before(sender: type[Model], changes: list[tuple[Person, str]], **kwargs: Any) -> None:
    """Whoever already signs in learns at the old address that it no longer opens the account."""
    department = settings.DEPARTMENT
    enqueue(
        Draft(
            key=f"address:{uuid.uuid4()}",
            kind="account",
            recipient=person,
            address=old,
            payload={
                "subject": "L’adresse de votre compte Tutorat a changé",
                "text": render_to_string(
                    "mail/address_changed.txt", {"person": person, "department": department}
                ),
            },
        )
        for person, old in changes
        if person.is_active and person.has_usable_password()
    )
