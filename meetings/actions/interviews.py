"""Individual interviews: at any time, at the initiative of the tutor or of the intern (A-116, A-122)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Person
from groups.models import Intern, Tutor
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
