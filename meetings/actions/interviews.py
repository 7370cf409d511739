"""Individual interviews: at any time, at the initiative of the tutor or of the intern (A-116, A-122)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Person
from groups.models import Intern, Tutor
from groups.queries import tutor_of
from meetings.models import Interview


@transaction.atomic
def propose_interview(
    *, intern: Intern, tutor: Tutor, actor: Person, reason: str = Interview.Reason.NO_TIME, message: str = ""
) -> Interview:
    """Propose an interview on behalf of a tutor; one still waiting for an answer is not doubled.

    From a session the reason is « Manque de temps dans le groupe » (A-119). Raises `ValidationError` for a
    reason that is not in Encadré 3.
    """
    if reason not in Interview.Reason.values:
        raise ValidationError("Choisissez un motif dans la liste proposée.")
    interview, _ = Interview.objects.get_or_create(
        intern=intern,
        tutor=tutor,
        initiative=Interview.Initiative.TUTOR,
        state=Interview.State.REQUESTED,
        defaults={"reason": reason, "message": message.strip(), "requested_by": actor},
    )
    return interview


ASKED_BY_INTERNS = (
    Interview.Reason.NOT_IN_GROUP,
    Interview.Reason.NO_TIME,
    Interview.Reason.PERSONAL,
    Interview.Reason.OTHER,
)
"""Encadré 3 without the two reasons that are the tutor's own (A-120, A-121)."""


@transaction.atomic
def ask_interview(*, intern: Intern, actor: Person, reason: str, message: str = "") -> Interview:
    """Ask one's tutor for an interview (A-008, A-114); a request that waits is completed, not doubled.

    Nothing is mailed: the tutor finds it in Tutorat. Raises `ValidationError` for a reason not offered to
    interns, or while the intern has no tutor.
    """
    if reason not in ASKED_BY_INTERNS:
        raise ValidationError({"reason": "Choisissez un motif dans la liste proposée."})
    tutor = tutor_of(intern)
    if tutor is None:
        raise ValidationError(
            "Votre groupe n’a pas de tuteur en ce moment. Écrivez au secrétariat, qui transmettra."
        )
    interview, created = Interview.objects.get_or_create(
        intern=intern,
        tutor=tutor,
        initiative=Interview.Initiative.INTERN,
        reason=reason,
        state=Interview.State.REQUESTED,
        defaults={"message": message.strip(), "requested_by": actor},
    )
    if not created and message.strip():
        interview.message = f"{interview.message}\n\n{message.strip()}".strip()
        interview.save(update_fields=["message"])
    return interview
