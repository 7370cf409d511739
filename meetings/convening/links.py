"""The address by which a convoked person answers without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "meetings.convocation.answer"


def token_for(convocation_id: int) -> str:
    """The signed name of a convocation: only we can make one, anybody who holds it may answer."""
    return signing.Signer(salt=SALT).sign(str(convocation_id)).replace(":", "~")


def convocation_named_by(token: str) -> int | None:
    """The convocation a token names; None when it was not made here or was altered."""
    try:
        return int(signing.Signer(salt=SALT).unsign(token.replace("~", ":")))
    except (signing.BadSignature, ValueError):
        return None


def answer_url(convocation_id: int, choice: str = "") -> str:
    """The full address of the answer page; `choice` (`present`, `excuse`) is what it proposes first."""
    path = reverse("meetings:answer", args=[token_for(convocation_id)])
    return f"{settings.PUBLIC_URL}{path}{f'?choix={choice}' if choice else ''}"
