"""Changing the policy of a cohort; the history keeps who changed what."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import Person
from groups.models import Policy
from groups.policies import preset_values


@transaction.atomic
def change_policy(*, policy: Policy, values: Mapping[str, Any], actor: Person) -> list[str]:
    """Set fields of a policy, already validated; returns the names of those that changed (none: no write)."""
    current = Policy.objects.select_for_update().get(pk=policy.pk)
    changed = [name for name, value in values.items() if getattr(current, name) != value]
    if changed:
        for name in changed:
            setattr(current, name, values[name])
        current._history_user = actor  # type: ignore[attr-defined]
        current.save()
    return changed


def reset_policy(*, policy: Policy, preset: str, actor: Person) -> list[str]:
    """Put every field back to a preset; KeyError for an unknown one."""
    return change_policy(policy=policy, values={"preset": preset, **preset_values(preset)}, actor=actor)
