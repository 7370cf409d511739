"""Who should not, or should, be together: asked for in confidence, taken back by whoever asked."""

from django.db import transaction

from accounts.models import Person
from groups.models import Intern, PairWish, Tutor, TutorTie


@transaction.atomic
def wish_pair(*, kind: str, one: Intern, other: Intern, reason: str = "", actor: Person | None) -> PairWish:
    """Record that `actor` asks two interns of one cohort to be kept apart or together; once a person."""
    first, second = sorted((one, other), key=lambda intern: intern.pk)
    wish, _ = PairWish.objects.get_or_create(
        kind=kind,
        first=first,
        second=second,
        entered_by=actor,
        defaults={"cohort_id": one.cohort_id, "reason": reason},
    )
    return wish


@transaction.atomic
def withdraw_wish(*, wish: PairWish) -> None:
    """Forget a wish: nothing of it is kept."""
    wish.delete()


@transaction.atomic
def declare_tie(*, tutor: Tutor, intern: Intern, actor: Person | None) -> TutorTie:
    """Record that a tutor and an intern are related, so that the draw keeps them apart; once."""
    tie, _ = TutorTie.objects.get_or_create(tutor=tutor, intern=intern, defaults={"entered_by": actor})
    return tie


@transaction.atomic
def forget_tie(*, tie: TutorTie) -> None:
    tie.delete()
