"""The journal of what is written in bulk, which sends no signal per object."""

from collections.abc import Iterable, Mapping, Sequence

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.encoding import smart_str

from accounts.models import Person

Changes = Mapping[str, tuple[str, str]]


def record_created(objects: Iterable[Model], actor: Person | None) -> None:
    """Journal the creation of `objects`, whatever their models, in two queries."""
    _record(LogEntry.Action.CREATE, [(each, {}) for each in objects], actor)


def record_changed(changed: Iterable[tuple[Model, Changes]], actor: Person | None) -> None:
    """Journal changes made in bulk: pairs of an object and {field: (old, new)}."""
    _record(LogEntry.Action.UPDATE, list(changed), actor)


def _record(action: int, changed: Sequence[tuple[Model, Changes]], actor: Person | None) -> None:
    types = ContentType.objects.get_for_models(*{type(each) for each, _ in changed})
    LogEntry.objects.bulk_create(
        LogEntry(
            content_type=types[type(each)],
            object_pk=smart_str(each.pk),
            object_id=each.pk,
            object_repr=smart_str(each),
            action=action,
            changes={name: list(pair) for name, pair in changes.items()},
            actor=actor,
            actor_email=actor.email if actor else None,
        )
        for each, changes in changed
    )
