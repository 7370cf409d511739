"""Imports: from a file somebody exported to rows that are planned, shown, confirmed, then written.

Everything in this package is plain Python on dataclasses: no Django, no database. The path of a file:

    tables.read(content)                  bytes → Table (encoding, separator and format found)
    columns.without_nir(table)            the columns that hold a NIR are dropped before anything is kept
    columns.find(table.columns, fields)   which column feeds which field, by aliases; unknown columns listed
    rows.parse(table, mapping, kind)      cells → values, by the fields' converters; refused rows say why
    kind.plan(rows, context)              one RowOutcome a row: created, changed, unchanged or refused
    kind.apply(outcomes, context)         writes the created and changed ones, in the caller's transaction

`groups.actions.imports` drives that path for the screens and for the command alike: a kind writes neither
view, nor form, nor transaction.

How another room adds a kind
----------------------------
1. Subclass `ImportKind` in the room, for instance `meetings/imports/rooms.py`:

       class RoomKind(ImportKind):
           name = "rooms"                                # in the address and in import_people --kind
           label, label_plural, feminine = "salle", "salles", True
           fields = (
               Field("code", "Code", aliases=("salle", "code salle"), required=True, convert=text(20)),
               Field("seats", "Places", aliases=("capacité",), required=True, convert=integer(1, 2000)),
           )
           keys = ("code",)                              # twice the same in one file: the second is refused

           def plan(self, rows, context):
               known = {room.code: room for room in Room.objects.filter(code__in=[r["code"] for r in rows])}
               return [self.compare(row, values_or_None, target=pk, label=row["code"]) for row in rows]

           def apply(self, outcomes, context):
               Room.objects.bulk_create(...)             # outcomes that are CREATED
               Room.objects.bulk_update(...)             # outcomes that are CHANGED; outcome.target is the pk

   `compare` gives CREATED without current values, else CHANGED or UNCHANGED with each old → new; an empty
   cell never erases what is known. Return `row.refused(field, problem, remedy)` for what only the
   database can tell. A field of another kind than those of `fields.py` needs only its own converter: a
   function from the typed text to a value, which raises `Unreadable(problem, remedy)` in French.
2. Register it: `register(RoomKind())`, in a module imported from the room's `AppConfig.ready`.
3. `plan` and `apply` cost a number of queries that does not depend on the number of rows.

A kind with `needs_cohort = True` gets the cohort in `context.cohort`.
"""

from groups.imports.fields import Field, Unreadable
from groups.imports.kinds import ImportContext, ImportKind, kind_named, kinds, register
from groups.imports.rows import Change, Problem, Row, RowOutcome, State
from groups.imports.tables import FileRefused, Table

__all__ = [
    "Change",
    "Field",
    "FileRefused",
    "ImportContext",
    "ImportKind",
    "Problem",
    "Row",
    "RowOutcome",
    "State",
    "Table",
    "Unreadable",
    "kind_named",
    "kinds",
    "register",
]
