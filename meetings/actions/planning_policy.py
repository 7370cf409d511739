"""Changing how the planner works; every change is kept with its author."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import Person
from meetings.models import PlanningPolicy
from meetings.models.planning import ONLY_ROW


@transaction.atomic
def change_planning_policy(*, values: Mapping[str, Any], actor: Person) -> list[str]:
    """Set fields, already validated; return the names of those that changed (none: no write)."""
    current = PlanningPolicy.objects.select_for_update().filter(pk=ONLY_ROW).first() or PlanningPolicy()
    changed = [name for name, value in values.items() if getattr(current, name) != value]
    if changed:
        for name in changed:
            setattr(current, name, values[name])
        current._history_user = actor  # type: ignore[attr-defined]
        current.save()
    return changed
