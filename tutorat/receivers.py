"""Mails about accounts: they hold a secret link, so the outbox forgets their text once they have left."""

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Invitation
from accounts.signals import person_invited
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
