"""Queries built and compiled once, then asked again with other values (docs/decisions/0009).

    @prepared
    def starts_of(*, semester):
        return TutorialSession.objects.filter(semester=semester).values_list("starts_at", flat=True)

    starts_of(semester=semester.pk)  # → a list

The function is called once for each connection, with a `Slot` in the place of each value. What it says must
not change from one call to the next: a moment or a person it fixes by itself would be asked for ever.
"""

import re
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet, Value

from database.among import as_one_value

MOMENT = re.compile(r"\d{4}-\d\d-\d\d")

Row = TypeVar("Row")


class Slot(Value):
    """The place of a value in a prepared query; used like the value itself in `filter` or an annotation."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def _resolve_output_field(self) -> None:
        return None


class _Compiled(Generic[Row]):
    """A QuerySet whose compiler has done its work on one connection."""

    def __init__(self, queryset: QuerySet[Any, Row], connection: BaseDatabaseWrapper) -> None:
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise TypeError("A prepared query does not prefetch: prepare the other query too")
        self.compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()
        for param in self.params:
            if MOMENT.match(str(param)):
                raise TypeError(f"{param!r} would be asked for ever: make it a value of the prepared query")
        queryset.query.get_compiler = lambda *args, **kwargs: self.compiler  # type: ignore[method-assign]
        self.rows: Any = queryset._iterable_class(queryset)  # type: ignore[arg-type]

    def ask(self, values: dict[str, Any]) -> list[Row]:
        params = tuple(
            self._adapted(values[param.value]) if isinstance(param, Slot) else param for param in self.params
        )
        self.compiler.as_sql = lambda *args, **kwargs: (self.sql, params)
        return list(self.rows)

    def _adapted(self, value: Any) -> Any:
        if isinstance(value, int | str):
            return value
        if isinstance(value, list | tuple | set):
            return as_one_value(value, self.compiler.connection)
        _, (adapted,) = Value(value).as_sql(self.compiler, self.compiler.connection)
        return adapted


class Prepared(Generic[Row]):
    """What `prepared` makes of a function that returns a QuerySet: call it with values to have a list.

    Keywords are the values of the query: not None; a collection for an `among` (database.among). Positional
    arguments, and which values are given, choose the form of the query. One connection serves one thread:
    compiled queries are kept by connection.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._compiled: WeakKeyDictionary[BaseDatabaseWrapper, dict[Any, _Compiled[Row]]] = (
            WeakKeyDictionary()
        )
        update_wrapper(self, build)

    def __call__(self, *form: Any, **values: Any) -> list[Row]:
        for name, value in values.items():
            if value is None:
                raise TypeError(f"{name} is None: ask for it by another form of the query")
        connection = connections["default"]
        compiled = self._compiled.setdefault(connection, {})
        key = (form, *values)
        if key not in compiled:
            slots = {name: Slot(name) for name in values}
            compiled[key] = _Compiled(self._build(*form, **slots), connection)
        return compiled[key].ask(values)

    def first(self, *form: Any, **values: Any) -> Row | None:
        return next(iter(self(*form, **values)), None)


def prepared(build: Callable[..., QuerySet[Any, Row]]) -> Prepared[Row]:
    """Make a function that returns a QuerySet into one that returns its rows, compiled once."""
    return Prepared(build)
