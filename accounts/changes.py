"""What a line of the journal tells a reader: the act, and each field in the words of the forms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from auditlog.models import LogEntry
from django.db import models

from design.french import medium_date, moment

ACTS = {
    LogEntry.Action.CREATE: "Création",
    LogEntry.Action.UPDATE: "Modification",
    LogEntry.Action.DELETE: "Suppression",
    LogEntry.Action.ACCESS: "Consultation",
}
ADDED, REMOVED = "ajout", "retrait"
NOTHING = "—"
LONGEST = 60


@dataclass(frozen=True)
class Change:
    """One field of an object: what stood there, what stands there now; empty where only the fact is told."""

    label: str
    before: str = ""
    after: str = ""


def act_of(entry: LogEntry) -> str:
    """`Création`, `Modification`… of a line of the journal."""
    return ACTS[entry.action]


def changes_of(entry: LogEntry) -> list[Change]:
    """The fields a modification touched, without the keys nobody edits; nothing for the other acts."""
    model = entry.content_type.model_class()
    if model is None or entry.action != LogEntry.Action.UPDATE:
        return []
    return list(_changes(model, entry.changes or {}))


def _changes(model: type[models.Model], changes: Mapping[str, Any]) -> Iterator[Change]:
    fields: dict[str, Any] = {field.name: field for field in model._meta.get_fields()}
    for name, values in changes.items():
        field = fields.get(name)
        if field is None:
            yield Change(name)
        elif field.many_to_many:
            yield from _members(field, values)
        elif field.editable and not field.primary_key:
            yield _change(field, values)


def _change(field: Any, values: Sequence[str]) -> Change:
    if field.is_relation or isinstance(field, models.JSONField):
        return Change(_label(field))
    before, after = (_told(field, value) for value in values)
    return Change(_label(field), before, after)


def _members(field: Any, values: Any) -> Iterator[Change]:
    """A many-to-many: auditlog keeps the operation and the objects by name."""
    names = ", ".join(values["objects"])
    removed = values["operation"] == "delete"
    yield Change(f"{_label(field)}, {REMOVED if removed else ADDED}", after=names)


def _label(field: Any) -> str:
    unnamed = field.verbose_name == field.name.replace("_", " ")
    return field.related_model._meta.verbose_name if field.is_relation and unnamed else field.verbose_name


def _told(field: Any, value: Any) -> str:
    if value in (None, "None", ""):
        return NOTHING
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return "oui" if value in (True, "True") else "non"
    if isinstance(field, models.DateTimeField):
        return _hour(str(value))
    if isinstance(field, models.DateField):
        return medium_date(date.fromisoformat(str(value)))
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _hour(text: str) -> str:
    """Auditlog keeps a moment as ISO text, in UTC when it names no zone."""
    read = datetime.fromisoformat(text)
    return moment(read if read.tzinfo else read.replace(tzinfo=UTC))
