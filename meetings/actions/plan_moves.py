"""Moving several sessions of a draft as one change."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Person
from meetings.actions.plan_edits import PlanChanged as PlanChanged
from meetings.actions.plan_edits import name_groups, require_untouched, take_draft
from meetings.actions.plans import frozen_groups, rewrite
from meetings.facts import tutors_of
from meetings.models import Plan, PlanEdit
from meetings.plans.merging import merge
from meetings.plans.positions import Position, positions_of


@transaction.atomic
def place_together(*, plan: Plan, positions: Mapping[int, Position], seen: int, actor: Person) -> None:
    """Give these groups, by id, their new positions at once: all of them or none.

    Raises `PlanChanged` when somebody changed one since the revision `seen`, `ValidationError` when one of
    them is held or locked, or its new place is taken.
    """
    draft = take_draft(plan)
    require_untouched(draft, list(positions), seen)
    current = positions_of(draft.entries.order_by("pk"))
    proposed = current | dict(positions)
    merged = merge(
        base=current,
        current=current,
        proposed=proposed,
        tutors=tutors_of(proposed.keys()),
        frozen=frozen_groups(draft),
    )
    stopped = (merged.kept | merged.left) & positions.keys()
    if stopped:
        raise ValidationError(
            f"{name_groups(stopped)} ne peut pas aller là : la place est prise ou la séance est verrouillée. "
            "Rechargez la page pour voir d’autres propositions."
        )
    if merged.taken:
        rewrite(draft, merged, PlanEdit.Kind.MOVED, actor)
