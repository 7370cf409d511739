"""The life of an import file: started, mapped again, applied or abandoned."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from groups.actions.cohorts import create_cohort
from groups.import_plans import Plan, cohort_of, plan_of
from groups.imports import ImportContext, ImportKind, State
from groups.imports.columns import without_nir
from groups.imports.tables import read
from groups.models import Cohort, ImportFile


class ImportOver(Exception):
    """The file is no longer waiting: somebody applied or abandoned it."""


class PlanChanged(Exception):
    """Applying would not do what was shown: what Tutorat knows has changed since."""


def start_import(
    *,
    kind: ImportKind,
    filename: str,
    content: bytes,
    cohort: Cohort | None = None,
    new_cohort: Mapping[str, Any] | None = None,
    actor: Person | None,
) -> ImportFile:
    """Keep a file to be looked at; nothing else is written. Raises `groups.imports.FileRefused`.

    `new_cohort` ({year, entered_on, preset}) is created only if and when the file is applied.
    """
    table, nir_columns = without_nir(read(content))
    return ImportFile.objects.create(
        kind=kind.name,
        cohort=cohort,
        new_cohort=_as_json(new_cohort or {}),
        filename=filename.replace("\\", "/").rsplit("/", 1)[-1][:200],
        table=table.as_json(),
        nir_columns=nir_columns,
        uploaded_by=actor,
    )


def remap_import(*, file: ImportFile, positions: Mapping[str, int | None], sieve: str) -> None:
    """Choose which column feeds which field, and the code to keep; ImportOver when it is too late."""
    chosen = ImportFile.objects.filter(pk=file.pk, state=ImportFile.State.PENDING).update(
        mapping=dict(positions), sieve=sieve[:60]
    )
    if not chosen:
        raise ImportOver
    file.mapping, file.sieve = dict(positions), sieve[:60]


def apply_import(*, file: ImportFile, shown: str | None = None, actor: Person | None) -> Plan:
    """Write what the file says, all or nothing, once.

    `shown` is the fingerprint of the plan that was confirmed (None: whatever it is now). Raises ImportOver
    when somebody decided first, PlanChanged when the plan is no longer the one shown; nothing is then
    written.
    """
    try:
        with transaction.atomic():
            return _apply(file, shown, actor)
    except IntegrityError as error:
        raise PlanChanged from error


def _apply(file: ImportFile, shown: str | None, actor: Person | None) -> Plan:
    claimed = ImportFile.objects.filter(pk=file.pk, state=ImportFile.State.PENDING).update(
        state=ImportFile.State.APPLIED, decided_by=actor, decided_at=timezone.now()
    )
    if not claimed:
        raise ImportOver
    plan = plan_of(file)
    if plan.mapping.missing or (shown is not None and shown != plan.fingerprint):
        raise PlanChanged
    cohort = cohort_of(file)
    if cohort is not None and cohort.pk is None:
        cohort = create_cohort(
            year=cohort.year, entered_on=cohort.entered_on, preset=file.new_cohort["preset"], actor=actor
        )
    plan.kind.apply(
        [outcome for outcome in plan.outcomes if outcome.state in (State.CREATED, State.CHANGED)],
        ImportContext(cohort=cohort, actor=actor),
    )
    ImportFile.objects.filter(pk=file.pk).update(cohort=cohort, table={}, report=plan.report())
    file.refresh_from_db()
    return plan


def abandon_import(*, file: ImportFile, actor: Person | None) -> None:
    """Give up a waiting file and forget its content; ImportOver when it was already decided on."""
    abandoned = ImportFile.objects.filter(pk=file.pk, state=ImportFile.State.PENDING).update(
        state=ImportFile.State.ABANDONED, decided_by=actor, decided_at=timezone.now(), table={}
    )
    if not abandoned:
        raise ImportOver


def _as_json(new_cohort: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in new_cohort.items()
    }
