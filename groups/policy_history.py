"""What changed in a policy, of a cohort or of the planner, as people read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Person
from groups.imports import Change

SILENT = {"id", "cohort", "updated_at"}


@dataclass(frozen=True, slots=True)
class PolicyChange:
    when: datetime
    who: Person | None
    changes: tuple[Change, ...]
    """Empty for the first record: the policy as it was created."""


def policy_changes(policy: Any) -> Iterator[PolicyChange]:
    """Each change of a policy (any model that keeps its `history`), latest first, in one query."""
    records = list(policy.history.select_related("history_user").order_by("-history_date", "-history_id"))
    for record, before in zip(records, [*records[1:], None], strict=False):
        changes = tuple(_changes(policy, record, before)) if before is not None else ()
        if before is None or changes:
            yield PolicyChange(record.history_date, record.history_user, changes)


def _changes(policy: Any, record: Any, before: Any) -> Iterator[Change]:
    for field in policy._meta.concrete_fields:
        old, new = getattr(before, field.attname), getattr(record, field.attname)
        if field.name not in SILENT and old != new:
            label = str(field.verbose_name)
            yield Change(label[:1].upper() + label[1:], _shown(field, old), _shown(field, new))


def _shown(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "aucune"
    return str(dict(field.flatchoices).get(value, value))
