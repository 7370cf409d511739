"""What can be imported, and the registry where rooms add their kinds."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from groups.imports.fields import Field
from groups.imports.rows import Change, Row, RowOutcome, State


@dataclass(frozen=True, slots=True)
class ImportContext:
    """For whom and by whom rows are planned and applied: a cohort for the kinds that need one."""

    cohort: Any = None
    actor: Any = None


class ImportKind(ABC):
    """One kind of rows: its fields, and what becomes of them in the database."""

    name: ClassVar[str]
    label: ClassVar[str]
    label_plural: ClassVar[str]
    feminine: ClassVar[bool] = False
    help: ClassVar[str] = ""
    fields: ClassVar[tuple[Field, ...]]
    keys: ClassVar[tuple[str, ...]] = ()
    needs_cohort: ClassVar[bool] = False
    rank: ClassVar[int] = 100
    """Where the kind stands in the list: what is imported first has the smallest."""
    sieve: ClassVar[str] = ""
    """A field of codes by which a file that holds too much can be narrowed (the steps of a university)."""

    @abstractmethod
    def plan(self, rows: Sequence[Row], context: ImportContext) -> list[RowOutcome]:
        """One outcome a row, writing nothing; a number of queries that does not depend on the rows."""

    @abstractmethod
    def apply(self, outcomes: Sequence[RowOutcome], context: ImportContext) -> None:
        """Write the CREATED and CHANGED outcomes, in the caller's transaction, in bulk."""

    def complete(self, values: dict[str, Any], warnings: list[str]) -> None:
        """Derive values from others once a row is read, for instance a number and its key in two columns."""
        return

    def label_of(self, values: Mapping[str, Any]) -> str:
        """What names a row on the screen: its first key unless the kind knows better."""
        return next((str(values[key]) for key in self.keys if key in values), "")

    def next_step(self, context: ImportContext) -> tuple[str, str] | None:
        """Label and address of what normally comes after this import."""
        return None

    def compare(
        self,
        row: Row,
        current: Mapping[str, Any] | None,
        *,
        target: Any = None,
        label: str = "",
        warnings: Sequence[str] = (),
    ) -> RowOutcome:
        """The outcome of a row against what is known (`current`, by field name; None when nothing is).

        Only fields present in both are compared; an empty cell never erases anything.
        """
        changes: tuple[Change, ...] = ()
        state = State.CREATED
        if current is not None:
            changes = tuple(
                Change(described.label, _shown(described, current[name]), _shown(described, row[name]))
                for name, described in row.fields.items()
                if name in row.values
                and name in current
                and not described.same(current[name], row[name], row.typed.get(name, ""))
            )
            state = State.CHANGED if changes else State.UNCHANGED
        return RowOutcome(
            number=row.number,
            label=label or self.label_of(row.values),
            state=state,
            changes=changes,
            warnings=(*row.warnings, *warnings),
            values=row.values,
            target=target,
        )


def _shown(described: Field, value: Any) -> str:
    return "" if value is None or value == "" else described.show(value)


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Offer a kind on the screens and to the command; a second kind of the same name is a mistake."""
    if kind.name in _kinds:
        raise ValueError(f"There already is an import kind named {kind.name}")
    _kinds[kind.name] = kind


def kinds() -> list[ImportKind]:
    """Every kind, by rank then in the order of registration."""
    return sorted(_kinds.values(), key=lambda kind: kind.rank)


def kind_named(name: str) -> ImportKind | None:
    return _kinds.get(name)
