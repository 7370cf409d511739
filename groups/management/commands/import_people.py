"""Import a file from a script: the same reading, the same plan and the same action as on the screens."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from design.french import plural
from groups.actions import ImportOver, PlanChanged, abandon_import, apply_import, start_import
from groups.import_plans import Plan, plan_of
from groups.imports import FileRefused, ImportKind, State, kind_named, kinds
from groups.imports.tables import MAX_BYTES
from groups.models import Cohort


class Command(BaseCommand):
    help = "Importe un fichier CSV ou XLSX. Rien n’est écrit si le fichier ne peut pas être lu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = ", ".join(kind.name for kind in kinds())
        parser.add_argument("file", metavar="FILE", type=Path, help="le fichier CSV ou XLSX")
        parser.add_argument("--kind", required=True, help=f"ce qu’il contient : {names}")
        parser.add_argument("--cohort", type=int, help="l’année de la promotion, pour les internes")
        parser.add_argument("--dry-run", action="store_true", help="dire ce qui serait fait, sans l’écrire")
        parser.add_argument("--json", action="store_true", help="répondre en JSON, ligne par ligne")
        parser.add_argument(
            "--strict", action="store_true", help="ne rien écrire dès qu’une ligne est refusée"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        kind = self._kind(options["kind"])
        plan, is_written = self._run(kind, self._content(options["file"]), options)
        if options["json"]:
            report = {"applied": is_written, "kind": kind.name, **plan.report()}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._tell(plan, is_written)
        if plan.outcomes and plan.counts[State.REFUSED] == len(plan.outcomes):
            raise CommandError("Toutes les lignes sont refusées : rien n’est écrit.")

    def _kind(self, name: str) -> ImportKind:
        kind = kind_named(name)
        if kind is None:
            names = ", ".join(kind.name for kind in kinds())
            raise CommandError(f"« {name} » ne s’importe pas. Choisissez parmi : {names}.")
        return kind

    def _content(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"« {path} » ne s’ouvre pas : {error.strerror}.") from error

    def _cohort(self, kind: ImportKind, year: int | None) -> Cohort | None:
        if not kind.needs_cohort:
            return None
        if year is None:
            raise CommandError("Donnez la promotion : --cohort 2026.")
        cohort = Cohort.objects.filter(year=year).first()
        if cohort is None:
            known = ", ".join(str(each) for each in Cohort.objects.values_list("year", flat=True)) or "aucune"
            raise CommandError(f"La promotion {year} n’existe pas. Promotions connues : {known}.")
        return cohort

    def _run(self, kind: ImportKind, content: bytes, options: dict[str, Any]) -> tuple[Plan, bool]:
        """The plan, and whether it was written."""
        try:
            file = start_import(
                kind=kind,
                filename=options["file"].name,
                content=content,
                cohort=self._cohort(kind, options["cohort"]),
                actor=None,
            )
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        try:
            plan = plan_of(file)
            if plan.mapping.missing:
                missing = ", ".join(f"« {field.label} »" for field in plan.mapping.missing)
                raise CommandError(f"Colonne introuvable : {missing}. Renommez-la comme dans le modèle.")
            if options["strict"] and plan.counts[State.REFUSED]:
                refused = plural(plan.counts[State.REFUSED], "ligne refusée", "lignes refusées")
                raise CommandError(f"{refused} : rien n’est écrit.")
            if options["dry_run"]:
                return plan, False
            return apply_import(file=file, shown=plan.fingerprint, actor=None), True
        except (ImportOver, PlanChanged) as error:
            raise CommandError("Les données ont changé pendant l’import : relancez la commande.") from error
        finally:
            file.refresh_from_db()
            if file.state == file.State.PENDING:
                abandon_import(file=file, actor=None)

    def _tell(self, plan: Plan, is_written: bool) -> None:
        verb = "Importé" if is_written else "À blanc"
        counts = plan.counts
        self.stdout.write(
            f"{verb} : {plural(counts['created'], 'création')}, {plural(counts['changed'], 'modification')}, "
            f"{plural(counts['unchanged'], 'ligne inchangée', 'lignes inchangées')}, "
            f"{plural(counts['refused'], 'refus', 'refus')}."
        )
        if plan.mapping.unknown:
            self.stdout.write(f"Colonnes non utilisées : {', '.join(plan.mapping.unknown)}.")
        for outcome in plan.outcomes:
            for problem in outcome.problems:
                self.stderr.write(f"Ligne {outcome.number}, {outcome.label} : {problem}")
