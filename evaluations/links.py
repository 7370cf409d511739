"""The address by which a supervisor evaluates one intern without an account (A-061)."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "evaluations.placement_evaluation"
LINK_FOR = timedelta(days=60)


def token_for(*, evaluation_id: int, supervisor_id: int) -> str:
    """The signed name of an evaluation asked of one supervisor: only we can make one."""
    return signing.Signer(salt=SALT).sign(f"{evaluation_id}-{supervisor_id}").replace(":", "~")


def named_by(token: str) -> tuple[int, int] | None:
    """The evaluation and the supervisor a token names; None when it was not made here or was altered."""
    try:
        value = signing.Signer(salt=SALT).unsign(token.replace("~", ":"))
        evaluation_id, supervisor_id = value.split("-")
        return int(evaluation_id), int(supervisor_id)
    except (signing.BadSignature, ValueError):
        return None


def form_url(*, evaluation_id: int, supervisor_id: int) -> str:
    """The full address of the form, for a mail."""
    token = token_for(evaluation_id=evaluation_id, supervisor_id=supervisor_id)
    return settings.PUBLIC_URL + reverse("evaluations:placement-evaluation-open", args=[token])
