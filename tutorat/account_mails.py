"""Mails about accounts, written before they enter the outbox: invitations, forgotten passwords, alerts."""

from typing import Any

from outbox.composition import Mail, composes

KIND = "account"


@composes(KIND, label="Compte", is_confidential=True)
def compose_account_mail(payload: dict[str, Any]) -> Mail:
    return Mail(subject=payload["subject"], text=payload["text"], html=payload.get("html", ""))
