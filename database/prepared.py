"""Queries built and compiled once, then asked again with other values (docs/decisions/0009).

    @prepared
    def starts_of(*, semester):
        return TutorialSession.objects.filter(semester=semester).values_list("starts_at", flat=True)

    starts_of(semester=semester.pk)  # → a list

The function is called once for each connection, with a `Slot` in the place of each value. What it says must
not change from one call to the next: a moment or a person it fixes by itself would be asked for ever.
"""

import re
from collections.abc import Callable, Collection
from functools import cache, update_wrapper
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet, Value

MOMENT = re.compile(r"\d{4}-\d\d-\d\d")

Row = TypeVar("Row")


class Slot(Value):
    """The place of a value in a prepared query; used like the value itself in `filter` or an annotation."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def _resolve_output_field(self) -> None:
        return None


Slots = list[Any]
"""The places of a collection; their type is not `list[Slot]` because no lookup of django-stubs takes it."""


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
        _, (adapted,) = Value(value).as_sql(self.compiler, self.compiler.connection)
        return adapted


class Prepared(Generic[Row]):
    """What `prepared` makes of a function that returns a QuerySet: call it with values to have a list.

    Keywords are the values of the query: not None; a collection for an `__in`, where the function receives
    a list of slots (for a relation, write `group__pk__in`). Positional arguments, and which values are given,
    choose the form of the query. One connection serves one thread: compiled queries are kept by connection.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._compiled: WeakKeyDictionary[BaseDatabaseWrapper, dict[Any, _Compiled[Row]]] = (
            WeakKeyDictionary()
        )
        update_wrapper(self, build)

    def __call__(self, *form: Any, **values: Any) -> list[Row]:
        given: dict[str, Any] = {}
        lengths = {}
        for name, value in values.items():
            if value is None:
                raise TypeError(f"{name} is None: ask for it by another form of the query")
            if isinstance(value, list | tuple | set):
                if not value:
                    return []
                padded = _padded(value)
                lengths[name] = len(padded)
                given |= zip(_places(name, len(padded)), padded, strict=True)
            else:
                given[name] = value
        connection = connections["default"]
        compiled = self._compiled.setdefault(connection, {})
        key = (form, *values, *lengths.values())
        if key not in compiled:
            slots: dict[str, Any] = {name: Slot(name) for name in values}
            for name, length in lengths.items():
                slots[name] = [Slot(place) for place in _places(name, length)]
            compiled[key] = _Compiled(self._build(*form, **slots), connection)
        return compiled[key].ask(given)

    def first(self, *form: Any, **values: Any) -> Row | None:
        return next(iter(self(*form, **values)), None)


@cache
def _places(name: str, length: int) -> tuple[str, ...]:
    return tuple(f"{name} {rank}" for rank in range(length))


def _padded(values: Collection[Any]) -> list[Any]:
    """The values, the last one again up to the next power of two: few lengths make few forms of a query."""
    found = list(values)
    return found + found[-1:] * ((1 << (len(found) - 1).bit_length()) - len(found))


def prepared(build: Callable[..., QuerySet[Any, Row]]) -> Prepared[Row]:
    """Make a function that returns a QuerySet into one that returns its rows, compiled once."""
    return Prepared(build)
