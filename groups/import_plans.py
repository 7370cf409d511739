"""What an import file would do if it were applied now: computed for the preview, and again to apply it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from groups.imports import ImportContext, ImportKind, RowOutcome, State, Table, Unreadable, kind_named
from groups.imports.columns import ColumnMapping, find
from groups.imports.rows import fingerprint, parse
from groups.models import Cohort, ImportFile


@dataclass(frozen=True)
class Plan:
    """The outcome of each row, and how the columns were understood."""

    kind: ImportKind
    table: Table
    mapping: ColumnMapping
    outcomes: tuple[RowOutcome, ...]
    codes: Mapping[str, int]
    """Codes found in the sieve's column, with the number of rows that hold each."""
    left_out: int
    """Rows which the chosen code leaves out."""

    @cached_property
    def counts(self) -> Mapping[str, int]:
        found = Counter(outcome.state for outcome in self.outcomes)
        return {state.value: found[state] for state in State}

    @property
    def writes(self) -> int:
        """How many rows would be written."""
        return self.counts[State.CREATED] + self.counts[State.CHANGED]

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.outcomes)

    def report(self) -> dict[str, Any]:
        """What is kept once applied: counts, and per row its label, its outcome and why."""
        return {
            "counts": dict(self.counts),
            "left_out": self.left_out,
            "unknown": list(self.mapping.unknown),
            "rows": [
                {
                    "number": outcome.number,
                    "label": outcome.label,
                    "state": outcome.state.value,
                    "changes": [[change.label, change.old, change.new] for change in outcome.changes],
                    "problems": [str(problem) for problem in outcome.problems],
                    "warnings": list(outcome.warnings),
                }
                for outcome in self.outcomes
            ],
        }


def cohort_of(file: ImportFile) -> Cohort | None:
    """The cohort the file is for; one that will only be created with the import is not saved yet."""
    if file.cohort is not None or not file.new_cohort:
        return file.cohort
    year = file.new_cohort["year"]
    return Cohort.objects.filter(year=year).first() or Cohort(
        year=year, entered_on=date.fromisoformat(file.new_cohort["entered_on"])
    )


def plan_of(file: ImportFile, cohort: Cohort | None = None) -> Plan:
    """What `file` would do now, writing nothing. LookupError when its kind no longer exists."""
    kind = kind_named(file.kind)
    if kind is None:
        raise LookupError(f"No import kind is named {file.kind}")
    table = Table.from_json(file.table)
    mapping = find(table.columns, kind.fields, file.mapping)
    codes = _codes(kind, table, mapping)
    narrowed = _narrowed(table, codes, file.sieve)
    counts = Counter(code for held in codes for code in held)
    if mapping.missing:
        return Plan(kind, table, mapping, (), counts, 0)
    context = ImportContext(cohort=cohort or cohort_of(file), actor=file.uploaded_by)
    rows, refused = parse(narrowed, mapping.positions, kind)
    outcomes = sorted([*refused, *kind.plan(rows, context)], key=lambda outcome: outcome.number)
    left_out = len(table.rows) - len(narrowed.rows)
    return Plan(kind, table, mapping, tuple(outcomes), counts, left_out)


def _codes(kind: ImportKind, table: Table, mapping: ColumnMapping) -> list[tuple[str, ...]]:
    """The codes of each row in the sieve's column; nothing when the kind or the file has none."""
    position = mapping.positions.get(kind.sieve)
    if position is None:
        return []
    convert = next(field.convert for field in kind.fields if field.name == kind.sieve)
    found = []
    for _, cells in table.rows:
        try:
            found.append(tuple(convert(cells[position])) if position < len(cells) else ())
        except Unreadable:
            found.append(())
    return found


def _narrowed(table: Table, codes: list[tuple[str, ...]], wanted: str) -> Table:
    if not wanted or not codes:
        return table
    kept = (row for row, held in zip(table.rows, codes, strict=True) if wanted in held)
    return Table(table.columns, tuple(kept), table.source)
