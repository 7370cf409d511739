"""Answering a convocation: from the signed link of a mail, or from home."""

from datetime import timedelta
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from meetings.models import Convocation, TutorialSession

LONGEST_REASON = 200
REASON_TOO_LONG = f"Raccourcissez le motif : il tient en {LONGEST_REASON} caractères."
REASON_NEEDED = (
    "Dites en quelques mots ce qui vous empêche : le secrétariat et votre tuteur ou tutrice le liront."
)


class Closed(Enum):
    """Why a convocation takes no answer any more."""

    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    OVER = "over"


class AnswerClosed(Exception):
    def __init__(self, why: Closed) -> None:
        self.why = why
        super().__init__(why.value)


def why_closed(convocation: Convocation) -> Closed | None:
    """Why no answer is possible now, or None (session, group, cohort and policy loaded)."""
    session = convocation.session
    if convocation.withdrawn_at:
        return Closed.WITHDRAWN
    if session.state == TutorialSession.State.CANCELLED:
        return Closed.CANCELLED
    hours = session.group.cohort.policy.answer_until_hours
    if session.state != TutorialSession.State.PUBLISHED or timezone.now() >= session.starts_at - timedelta(
        hours=hours
    ):
        return Closed.OVER
    return None


@transaction.atomic
def answer_convocation(*, convocation: Convocation, answer: str, reason: str = "") -> None:
    """Write `answer` (present, or prevented with its reason), as often as the person changes their mind.

    Raises `ValidationError` for a missing reason or an unknown answer, and `AnswerClosed` once it is
    too late, or the session was cancelled, or the person is no longer called to it.
    """
    reason = " ".join(reason.split())
    if answer not in (Convocation.Answer.PRESENT, Convocation.Answer.PREVENTED):
        raise ValidationError({"answer": "Choisissez l’une des deux réponses."})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": REASON_TOO_LONG})
    if answer == Convocation.Answer.PREVENTED and not reason:
        raise ValidationError({"reason": REASON_NEEDED})
    current = Convocation.objects.select_related("session__group__cohort__policy").get(pk=convocation.pk)
    if why := why_closed(current):
        raise AnswerClosed(why)
    changed = Convocation.objects.filter(
        pk=convocation.pk, withdrawn_at=None, session__state=TutorialSession.State.PUBLISHED
    ).update(
        answer=answer,
        reason=reason if answer == Convocation.Answer.PREVENTED else "",
        answered_at=timezone.now(),
    )
    convocation.refresh_from_db(fields=["answer", "reason", "answered_at", "withdrawn_at"])
    if not changed:
        current.refresh_from_db()
        current.session.refresh_from_db()
        raise AnswerClosed(why_closed(current) or Closed.OVER)
