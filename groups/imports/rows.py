"""Rows of a file: what was typed, what it means, and what will become of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from groups.imports.fields import Field, Unreadable
from groups.imports.tables import Table

if TYPE_CHECKING:
    from groups.imports.kinds import ImportKind


class State(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Change:
    """A field that will change: its label, what is known, what the file says."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused, where, and what to do."""

    label: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.label} : " if self.label else ""
        return f"{where}{self.problem} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What becomes of one row.

    `values` are the converted cells, `target` what identifies the record it changes (None when created).
    """

    number: int
    label: str
    state: State
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    target: Any = None


@dataclass(slots=True)
class Row:
    """A row whose cells could all be read. `number` is its line in the file; empty cells are absent."""

    number: int
    values: dict[str, Any]
    typed: dict[str, str]
    warnings: list[str]
    fields: Mapping[str, Field]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def refused(self, name: str, problem: str, remedy: str, label: str = "") -> RowOutcome:
        """The outcome of a row that cannot be taken because of the field `name`."""
        heading = self.fields[name].label if name in self.fields else ""
        return RowOutcome(
            number=self.number,
            label=label,
            state=State.REFUSED,
            problems=(Problem(heading, problem, remedy),),
            warnings=tuple(self.warnings),
        )


def parse(table: Table, mapping: Mapping[str, int], kind: "ImportKind") -> tuple[list[Row], list[RowOutcome]]:
    """Read the cells of each row: the rows that can be planned, and the outcomes of the refused ones.

    A row is refused when a required cell is empty, a cell cannot be read, it has more cells than there are
    columns, or an earlier row of the same file has the same key.
    """
    fields = {field.name: field for field in kind.fields}
    readable: list[Row] = []
    refused: list[RowOutcome] = []
    seen: dict[tuple[str, Any], int] = {}
    for number, cells in table.rows:
        values: dict[str, Any] = {}
        typed: dict[str, str] = {}
        warnings: list[str] = []
        problems: list[Problem] = []
        if len(cells) > len(table.columns):
            problems.append(
                Problem(
                    "",
                    f"La ligne a {len(cells)} cases pour {len(table.columns)} colonnes.",
                    "Un texte contient sans doute le séparateur : mettez-le entre guillemets.",
                )
            )
        for name, described in fields.items():
            position = mapping.get(name)
            raw = cells[position].strip() if position is not None and position < len(cells) else ""
            if not raw:
                if described.required:
                    problems.append(Problem(described.label, "La case est vide.", "Complétez-la."))
                continue
            typed[name] = raw
            try:
                values[name] = described.convert(raw)
            except Unreadable as error:
                problems.append(Problem(described.label, error.problem, error.remedy))
                continue
            warning = described.warn(values[name]) if described.warn else None
            if warning:
                warnings.append(warning)
        if not problems:
            kind.complete(values, warnings)
            problems = _twins(kind.keys, values, seen, number, fields)
        if problems:
            refused.append(
                RowOutcome(
                    number=number,
                    label=kind.label_of(values) or _start_of(cells),
                    state=State.REFUSED,
                    problems=tuple(problems),
                    warnings=tuple(warnings),
                )
            )
        else:
            readable.append(Row(number, values, typed, warnings, fields))
    return readable, refused


def _twins(
    keys: Sequence[str],
    values: Mapping[str, Any],
    seen: dict[tuple[str, Any], int],
    number: int,
    fields: Mapping[str, Field],
) -> list[Problem]:
    """The keys which an earlier row of the file already has; otherwise they are remembered."""
    found = [
        Problem(
            fields[key].label,
            f"Déjà présent à la ligne {seen[key, values[key]]} du même fichier.",
            "Gardez une seule des deux lignes.",
        )
        for key in keys
        if key in values and (key, values[key]) in seen
    ]
    if not found:
        seen.update({(key, values[key]): number for key in keys if key in values})
    return found


def _start_of(cells: Sequence[str]) -> str:
    words = " ".join(cell.strip() for cell in cells if cell.strip())
    return words if len(words) <= 60 else f"{words[:59]}…"


def fingerprint(outcomes: Sequence[RowOutcome]) -> str:
    """Changes when any outcome changes: tells whether what is applied is what was shown."""
    digest = hashlib.sha256()
    for outcome in outcomes:
        digest.update(
            repr(
                (
                    outcome.number,
                    outcome.label,
                    outcome.state,
                    outcome.changes,
                    outcome.problems,
                    outcome.target,
                    sorted((key, repr(value)) for key, value in outcome.values.items()),
                )
            ).encode()
        )
    return digest.hexdigest()
