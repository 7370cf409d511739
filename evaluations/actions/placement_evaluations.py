"""Asking the supervisor of a placement for an evaluation, and receiving it once (A-060…A-076)."""

from collections.abc import Mapping
from datetime import timedelta

from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from evaluations.mails import ask_by_mail
from evaluations.models import PlacementEvaluation, PlacementLevel
from meetings.models import Placement
from portfolios.models import Competency
from portfolios.models.framework import Level

ASK_AGAIN_AFTER = timedelta(hours=1)


@transaction.atomic
def ask_placement_evaluation(*, placement: Placement, actor: Person) -> PlacementEvaluation:
    """Ask the supervisor of `placement`, by a mail that holds a personal link; asking again renews the link.

    Raises `ValidationError` when nobody supervises the placement, when the evaluation was returned, or when
    it was asked less than an hour ago.
    """
    supervisor = placement.supervisor
    if supervisor is None:
        raise ValidationError(
            "Ce stage n’a pas de maître de stage. Le secrétariat peut le renseigner, puis vous redemanderez."
        )
    evaluation, created = PlacementEvaluation.objects.get_or_create(placement=placement)
    if not created:
        now = timezone.now()
        renewed = PlacementEvaluation.objects.filter(
            pk=evaluation.pk, submitted_at=None, asked_at__lte=now - ASK_AGAIN_AFTER
        ).update(asked_at=now)
        if not renewed:
            raise ValidationError(
                "Cette évaluation est déjà rendue. Elle se lit dans le dossier."
                if evaluation.submitted_at
                else "Cette évaluation vient d’être demandée. Vous pourrez relancer dans une heure."
            )
        evaluation.asked_at = now
    evaluation.placement = placement
    ask_by_mail(evaluation=evaluation, supervisor=supervisor, actor=actor)
    return evaluation


@transaction.atomic
def submit_placement_evaluation(
    *,
    evaluation: PlacementEvaluation,
    levels: Mapping[str, int],
    comment: str,
    next_step: str,
    actor: Person,
) -> bool:
    """Return the evaluation, for good: a level per competency code, a comment, a next step.

    False when it had already been returned: nothing changes then. Raises `ValidationError` when it says
    nothing at all. `actor` is the supervisor, signed in or holding the link.
    """
    comment, next_step = comment.strip(), next_step.strip()
    if not (any(levels.values()) or comment or next_step):
        raise ValidationError("Évaluez au moins une compétence, ou écrivez un commentaire.")
    now = timezone.now()
    claimed = PlacementEvaluation.objects.filter(pk=evaluation.pk, submitted_at=None).update(
        submitted_at=now, comment=comment, next_step=next_step
    )
    if not claimed:
        return False
    PlacementLevel.objects.bulk_create(
        PlacementLevel(
            evaluation=evaluation,
            competency=competency,
            level=levels.get(competency.code, Level.NOT_ASSESSED),
        )
        for competency in Competency.objects.order_by("position")
    )
    LogEntry.objects.log_create(
        evaluation,
        action=LogEntry.Action.UPDATE,
        changes={"submitted_at": [None, now.isoformat()]},
        actor=actor,
    )
    return True
