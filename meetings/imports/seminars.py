"""Seminars of the cohorts (A-135)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from design.french import PARIS, as_date, clock, long_date
from groups import journal
from groups.imports import Field, ImportContext, ImportKind, Row, RowOutcome, State
from groups.imports.fields import clock as read_clock
from groups.imports.fields import day, fold, integer, text
from groups.models import Cohort
from meetings.models import Seminar

Key = tuple[int, str, date]
"""What makes a seminar the same one: year of the cohort, folded title, day."""


class SeminarKind(ImportKind):
    """A seminar is recognised by its cohort, its title and its day; its hours and place may change."""

    name = "seminars"
    label, label_plural = "séminaire", "séminaires"
    help = "Une ligne par séminaire et par promotion. Aucune séance n’y est placée par mégarde."
    fields = (
        Field(
            "cohort",
            "Promotion",
            aliases=("année", "promo"),
            required=True,
            convert=integer(2000, 2100),
            example="2025",
        ),
        Field(
            "title",
            "Intitulé",
            aliases=("séminaire", "titre", "libellé"),
            required=True,
            convert=text(160),
            example="Gestes techniques",
        ),
        Field(
            "day",
            "Date",
            aliases=("jour",),
            required=True,
            convert=day,
            show=long_date,
            example="10/12/2026",
        ),
        Field(
            "start",
            "Début",
            aliases=("heure de début", "de"),
            required=True,
            convert=read_clock,
            show=clock,
            example="14:00",
        ),
        Field(
            "end",
            "Fin",
            aliases=("heure de fin", "à"),
            required=True,
            convert=read_clock,
            show=clock,
            example="17:00",
        ),
        Field("place", "Lieu", aliases=("salle",), convert=text(120), example="Amphithéâtre B"),
    )

    def label_of(self, values: Mapping[str, Any]) -> str:
        return str(values.get("title", ""))

    def plan(self, rows: Sequence[Row], context: ImportContext) -> list[RowOutcome]:
        years = {row["cohort"] for row in rows}
        cohorts = set(Cohort.objects.filter(year__in=years).values_list("year", flat=True))
        known = {
            (seminar.cohort.year, fold(seminar.title), as_date(seminar.starts_at)): seminar
            for seminar in Seminar.objects.filter(cohort__year__in=years).select_related("cohort")
        }
        seen: dict[Key, int] = {}
        return [self._outcome(row, cohorts, known, seen) for row in rows]

    def _outcome(
        self,
        row: Row,
        cohorts: set[int],
        known: Mapping[Key, Seminar],
        seen: dict[Key, int],
    ) -> RowOutcome:
        label = self.label_of(row.values)
        key = (row["cohort"], fold(row["title"]), row["day"])
        if row["cohort"] not in cohorts:
            return row.refused(
                "cohort", f"La promotion {row['cohort']} n’existe pas.", "Créez-la d’abord.", label
            )
        if row["end"] <= row["start"]:
            return row.refused("end", "La fin vient avant le début.", "Corrigez les heures.", label)
        if key in seen:
            return row.refused(
                "title",
                f"Déjà présent à la ligne {seen[key]} du même fichier.",
                "Gardez une seule des deux lignes.",
                label,
            )
        seen[key] = row.number
        seminar = known.get(key)
        if seminar is None:
            return self.compare(row, None, label=label)
        current = {
            "start": seminar.starts_at.astimezone(PARIS).time(),
            "end": seminar.ends_at.astimezone(PARIS).time(),
            "place": seminar.place,
        }
        return self.compare(row, current, target=seminar.pk, label=label)

    def apply(self, outcomes: Sequence[RowOutcome], context: ImportContext) -> None:
        years = {outcome.values["cohort"] for outcome in outcomes}
        cohorts = {cohort.year: cohort for cohort in Cohort.objects.filter(year__in=years)}
        created = [
            Seminar(cohort=cohorts[outcome.values["cohort"]], title=outcome.values["title"])
            for outcome in outcomes
            if outcome.state is State.CREATED
        ]
        for seminar, outcome in zip(
            created, (each for each in outcomes if each.state is State.CREATED), strict=True
        ):
            _write(seminar, outcome.values)
        journal.record_created(Seminar.objects.bulk_create(created), context.actor)
        changed = {outcome.target: outcome for outcome in outcomes if outcome.state is State.CHANGED}
        known = Seminar.objects.in_bulk(changed)
        for pk, seminar in known.items():
            _write(seminar, changed[pk].values)
        Seminar.objects.bulk_update(known.values(), ["starts_at", "ends_at", "place"])
        journal.record_changed(
            (
                (seminar, {change.label: (change.old, change.new) for change in changed[pk].changes})
                for pk, seminar in known.items()
            ),
            context.actor,
        )

    def next_step(self, context: ImportContext) -> tuple[str, str] | None:
        return "Voir les séminaires", reverse("meetings:seminar-list")


def _write(seminar: Seminar, values: Mapping[str, Any]) -> None:
    seminar.starts_at = datetime.combine(values["day"], values["start"], PARIS)
    seminar.ends_at = datetime.combine(values["day"], values["end"], PARIS)
    seminar.place = values.get("place", seminar.place)
