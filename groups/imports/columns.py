"""Which column feeds which field; and the columns that may not be read at all."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stdnum.fr import nir

from groups.imports.fields import Field, fold
from groups.imports.tables import Table

NIR_HEADINGS = {
    "nir",
    "nirindividu",
    "codnir",
    "codnirind",
    "insee",
    "numeroinsee",
    "noinsee",
    "nninsee",
    "nss",
    "nosecu",
    "numsecu",
    "numerosecu",
    "nosecuritesociale",
    "numerosecuritesociale",
    "numerodesecuritesociale",
    "ndesecuritesociale",
    "securitesociale",
}
NIR_SHAPE = re.compile(
    r"(?<![0-9A-Za-z])[1-478]\s?\d{2}\s?\d{2}\s?(?:\d{2}|2[ABab])\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?![0-9A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Positions of the columns by field name, what was not used, what is missing."""

    positions: dict[str, int]
    unknown: tuple[str, ...]
    missing: tuple[Field, ...]


def find(
    columns: Sequence[str], fields: Sequence[Field], chosen: Mapping[str, int | None] | None = None
) -> ColumnMapping:
    """Map the columns to the fields by aliases; `chosen` (field name → position or None) wins over them."""
    positions = dict(_by_aliases(columns, fields) if chosen is None else {})
    for name, position in (chosen or {}).items():
        if position is not None and 0 <= position < len(columns):
            positions[name] = position
    used = set(positions.values())
    return ColumnMapping(
        positions=positions,
        unknown=tuple(column for rank, column in enumerate(columns) if rank not in used),
        missing=tuple(field for field in fields if field.required and field.name not in positions),
    )


def _by_aliases(columns: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """Each field takes its first known heading in the order of its aliases, each column serves once."""
    headings: dict[str, int] = {}
    for rank, column in enumerate(columns):
        headings.setdefault(fold(column), rank)
    positions: dict[str, int] = {}
    for field in fields:
        wanted = [fold(field.label), fold(field.name), *map(fold, field.aliases)]
        for heading in wanted:
            if heading in headings and headings[heading] not in positions.values():
                positions[field.name] = headings[heading]
                break
    return positions


def without_nir(table: Table) -> tuple[Table, list[str]]:
    """The table without the columns that hold social security numbers, and the headings left out.

    A NIR may not be stored (décret 2019-341, B.16): a column goes when its heading says so, when one of
    its cells holds a number with a valid key, or when half of its cells have the shape of one.
    """
    refused = [rank for rank, column in enumerate(table.columns) if _holds_nir(table, rank, column)]
    rows = tuple(
        (
            number,
            tuple(
                "" if rank in refused or (rank >= len(table.columns) and _is_nir(cell)) else cell
                for rank, cell in enumerate(cells)
            ),
        )
        for number, cells in table.rows
    )
    if not refused:
        return Table(table.columns, rows, table.source), []
    kept = [rank for rank in range(len(table.columns)) if rank not in refused]
    return (
        Table(
            tuple(table.columns[rank] for rank in kept),
            tuple(
                (number, tuple(cell for rank, cell in enumerate(cells) if rank not in refused))
                for number, cells in rows
            ),
            table.source,
        ),
        [table.columns[rank] for rank in refused],
    )


def _holds_nir(table: Table, rank: int, heading: str) -> bool:
    if fold(heading) in NIR_HEADINGS or _is_nir(heading):
        return True
    cells = [cells[rank] for _, cells in table.rows if rank < len(cells) and cells[rank]]
    if any(_is_nir(cell) for cell in cells):
        return True
    shaped = sum(1 for cell in cells if NIR_SHAPE.fullmatch(cell.strip()))
    return shaped > 0 and 2 * shaped >= len(cells)


def _is_nir(cell: str) -> bool:
    return any(nir.is_valid(found.group()) for found in NIR_SHAPE.finditer(cell))
