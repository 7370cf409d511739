"""Many rows written by one statement (docs/decisions/0009). No value may be an expression."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, JSONField, Model

AS_IT_IS = {str, int, bool, type(None)}


def insert(objects: Sequence[Model], *, ignore_conflicts: bool = False) -> None:
    """Write new objects of one model as `bulk_create` does, in half of its time; their keys stay unknown.

    With `ignore_conflicts`, those whose unique values are there already are left out; else IntegrityError.
    """
    if objects:
        fields = [field for field in objects[0]._meta.concrete_fields if not field.primary_key]
        columns = [[field.pre_save(one, True) for one in objects] for field in fields]
        _insert(type(objects[0]), fields, columns, ignore_conflicts)


def insert_values(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write new rows of a model from the values of these fields; keys for relations."""
    columns = list(zip(*rows, strict=True))
    if columns:
        _insert(model, _fields(model, names), columns)


def update(objects: Sequence[Model], names: Sequence[str]) -> None:
    """Write these fields of objects of one model as `bulk_update` does, in a tenth of its time."""
    if not objects:
        return
    meta, quoted = objects[0]._meta, _connection().ops.quote_name
    fields, key = _fields(type(objects[0]), names), cast(Field, meta.pk)
    places = ", ".join(f"{_column(field)} = %s" for field in fields)
    columns = [[getattr(one, field.attname) for one in objects] for field in (*fields, key)]
    statement = f"UPDATE {quoted(meta.db_table)} SET {places} WHERE {_column(key)} = %s"  # noqa: S608
    _write(statement, (*fields, key), columns)


def _fields(model: type[Model], names: Sequence[str]) -> list[Field]:
    return [cast(Field, model._meta.get_field(name)) for name in names]


def _insert(
    model: type[Model],
    fields: Sequence[Field],
    columns: Sequence[Sequence[object]],
    ignore_conflicts: bool = False,
) -> None:
    quoted = _connection().ops.quote_name
    names = ", ".join(_column(field) for field in fields)
    places = ", ".join("%s" for _ in fields)
    otherwise = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    table = quoted(model._meta.db_table)
    _write(f"INSERT INTO {table} ({names}) VALUES ({places}){otherwise}", fields, columns)  # noqa: S608


def _write(statement: str, fields: Sequence[Field], columns: Sequence[Sequence[object]]) -> None:
    adapted = [_adapted(field, values) for field, values in zip(fields, columns, strict=True)]
    with transaction.atomic(savepoint=False), _connection().cursor() as cursor:
        cursor.executemany(statement, list(zip(*adapted, strict=True)))


def _adapted(field: Field, values: Sequence[Any]) -> list[Any]:
    """The values of a column as the database takes them; what it takes as it is costs nothing."""
    connection = _connection()
    if isinstance(field, JSONField):
        return [field.get_db_prep_save(value, connection) for value in values]
    return [
        value if value.__class__ in AS_IT_IS else field.get_db_prep_save(value, connection)
        for value in values
    ]


def _column(field: Field) -> str:
    return _connection().ops.quote_name(str(field.column))


def _connection() -> BaseDatabaseWrapper:
    return connections["default"]
