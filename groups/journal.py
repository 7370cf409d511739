"""The journal of what is written in bulk, which sends no signal per object.

A model tells in `NAMED_WITH` which relations its name needs: they are loaded for all objects at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.utils.encoding import smart_str

from accounts.models import Person

Changes = Mapping[str, tuple[str, str]]


def record_created(objects: Iterable[Model], actor: Person | None) -> None:
    """Journal the creation of `objects`, whatever their models, in two queries."""
    _record(LogEntry.Action.CREATE, [(each, {}) for each in objects], actor)


def delete_recorded(objects: QuerySet[Any], actor: Person | None) -> None:
    """Delete `objects` and journal it in one go instead of one by one."""
    _record(LogEntry.Action.DELETE, [(each, {}) for each in objects], actor)
    with disable_auditlog():
        objects.delete()


def record_changed(changed: Iterable[tuple[Model, Changes]], actor: Person | None) -> None:
    """Journal changes made in bulk: pairs of an object and {field: (old, new)}."""
    _record(LogEntry.Action.UPDATE, list(changed), actor)


def _record(action: int, changed: Sequence[tuple[Model, Changes]], actor: Person | None) -> None:
    objects: dict[type[Model], list[Model]] = defaultdict(list)
    for each, _ in changed:
        objects[type(each)].append(each)
    for model, alike in objects.items():
        prefetch_related_objects(alike, *getattr(model, "NAMED_WITH", ()))
    types = ContentType.objects.get_for_models(*objects)
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
