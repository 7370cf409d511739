"""Moving several sessions of a draft as one change."""

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Person
from meetings.actions.placing import require_times
from meetings.actions.plan_edits import PlanChanged as PlanChanged
from meetings.actions.plan_edits import name_groups, require_untouched, take_draft
from meetings.actions.plans import frozen_groups, require_day_of, rewrite
from meetings.facts import tutors_of
from meetings.models import Plan, PlanEdit, Room
from meetings.overview import groups_of
from meetings.plans.merging import merge
from meetings.plans.positions import Position, positions_of


@transaction.atomic
def place_together(*, plan: Plan, positions: Mapping[int, Position], seen: int, actor: Person) -> None:
    """Give these groups, by id, their new positions at once: all of them or none.

    Raises `PlanChanged` when somebody changed one since the revision `seen`, `ValidationError` when one of
    them is held or locked, or its new place is taken, makes no sense or lies outside of the semester.
    """
    draft = take_draft(plan)
    _require_groups(draft, positions.keys())
    _require_places(draft, positions.values())
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


def _require_groups(draft: Plan, groups: Collection[int]) -> None:
    if groups_of(draft.semester).filter(pk__in=groups).count() != len(groups):
        raise ValidationError("L’un de ces groupes n’existe plus. Rechargez la page.")


def _require_places(draft: Plan, positions: Collection[Position]) -> None:
    for position in positions:
        require_day_of(draft.semester, position.day)
        require_times(position.starts_at, position.ends_at)
    rooms = {position.room_id for position in positions if position.room_id is not None}
    if Room.objects.filter(pk__in=rooms).count() != len(rooms):
        raise ValidationError("L’une de ces salles n’existe plus. Rechargez la page.")
