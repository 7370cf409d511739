"""The lookup `among`: an `IN` whose list is one value of the query, however long.

    Message.objects.filter(thread__among=["session:1", "session:2"])

For a relation, write `session__pk__among`. The list holds integers or strings, and may be empty.
"""

import json
from collections.abc import Collection
from typing import Any

from django.db.models import Field, Lookup


@Field.register_lookup
class Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        values, given = self.process_rhs(compiler, connection)
        among = "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
        return f"{column} {among % values}", (*params, *given)

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (as_one_value(value, connection),)


def as_one_value(values: Collection[int | str], connection: Any) -> Any:
    """The list as the database takes it: an array, or JSON."""
    return list(values) if connection.vendor == "postgresql" else json.dumps(list(values))
