"""Placements: where each intern works during a semester, and under whom (B.4)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from groups.imports import Field, ImportContext, ImportKind, Row, RowOutcome, State
from groups.imports.fields import choice, email, fold, student_number, text
from groups.models import Intern, StageSupervisor
from meetings.models import Placement, Semester
from meetings.queries import semester_on

KINDS = dict(Placement.Kind.choices)


class PlacementKind(ImportKind):
    """One placement per intern and semester; a second file for the same semester changes it."""

    name = "placements"
    label, label_plural = "stage", "stages"
    help = "Une ligne par interne et par semestre. Sans semestre indiqué, le semestre en cours."
    fields = (
        Field(
            "student_number",
            "Numéro étudiant",
            aliases=("COD_ETU", "matricule", "matriculeEtudiant", "n° étudiant"),
            required=True,
            convert=student_number,
            example="22600001",
        ),
        Field("semester", "Semestre", aliases=("période",), convert=text(60), example="hiver 2026-2027"),
        Field(
            "kind",
            "Stage",
            aliases=("type de stage", "code stage", "maquette"),
            required=True,
            convert=choice(KINDS),
            show=lambda code: str(KINDS[code]),
            example="N1",
        ),
        Field(
            "place",
            "Lieu",
            aliases=("terrain", "service", "terrain de stage"),
            required=True,
            convert=text(120),
            example="CH de Blois, urgences",
        ),
        Field("department_code", "Département", aliases=("dépt",), convert=text(3), example="41"),
        Field(
            "supervisor",
            "Adresse du maître de stage",
            aliases=("maître de stage", "courriel MSU", "e-mail MSU", "responsable"),
            convert=email,
            example="dr.martin@cabinet.example",
        ),
    )

    def label_of(self, values: Mapping[str, Any]) -> str:
        return str(values.get("student_number", ""))

    def plan(self, rows: Sequence[Row], context: ImportContext) -> list[RowOutcome]:
        known = _Known(rows)
        return [self._outcome(row, known) for row in rows]

    def _outcome(self, row: Row, known: "_Known") -> RowOutcome:
        number = row["student_number"]
        intern = known.interns.get(number)
        label = str(intern) if intern else number
        semester = known.semester(row.get("semester", ""))
        supervisor = row.get("supervisor")
        if intern is None:
            return row.refused(
                "student_number",
                f"Aucun interne n’a le numéro {number}.",
                "Importez d’abord les internes.",
                label,
            )
        if semester is None:
            return row.refused(
                "semester", "Ce semestre n’existe pas.", "Écrivez par exemple « hiver 2026-2027 ».", label
            )
        if supervisor and supervisor not in known.supervisors:
            return row.refused(
                "supervisor",
                f"Aucun maître de stage n’a l’adresse {supervisor}.",
                "Importez d’abord les maîtres de stage.",
                label,
            )
        placement = known.placements.get((intern.pk, semester.pk))
        if placement is None:
            return self.compare(row, None, label=label)
        current = {
            "kind": placement.kind,
            "place": placement.place,
            "department_code": placement.department_code,
            "supervisor": placement.supervisor.person.email if placement.supervisor else "",
        }
        return self.compare(row, current, target=placement.pk, label=label)

    def apply(self, outcomes: Sequence[RowOutcome], context: ImportContext) -> None:
        known = _Known([outcome.values for outcome in outcomes])
        created, changed = [], []
        for outcome in outcomes:
            values = outcome.values
            semester: Any = known.semester(values.get("semester", ""))
            intern = known.interns[values["student_number"]]
            if outcome.state is State.CREATED:
                placement = Placement(intern=intern, semester=semester)
                created.append(placement)
            else:
                placement = known.placements[intern.pk, semester.pk]
                changed.append(placement)
            for name in ("kind", "place", "department_code"):
                setattr(placement, name, values.get(name, getattr(placement, name)))
            if values.get("supervisor"):
                placement.supervisor = known.supervisors[values["supervisor"]]
        Placement.objects.bulk_create(created)
        Placement.objects.bulk_update(changed, ["kind", "place", "department_code", "supervisor"])


class _Known:
    """The interns, semesters, supervisors and placements that rows speak of, in four queries."""

    def __init__(self, rows: Sequence[Any]) -> None:
        numbers = {row["student_number"] for row in rows}
        self.interns = {
            intern.student_number: intern
            for intern in Intern.objects.filter(student_number__in=numbers).select_related("person")
        }
        emails = {row.get("supervisor") for row in rows} - {None}
        self.supervisors = {
            supervisor.person.email: supervisor
            for supervisor in StageSupervisor.objects.filter(person__email__in=emails).select_related(
                "person"
            )
        }
        self.current = semester_on(timezone.localdate())
        self.named = {name: semester for semester in Semester.objects.all() for name in _names_of(semester)}
        self.placements = {
            (placement.intern_id, placement.semester_id): placement
            for placement in Placement.objects.filter(
                intern__in=[intern.pk for intern in self.interns.values()]
            ).select_related("supervisor__person")
        }

    def semester(self, typed: str) -> Semester | None:
        return self.named.get(fold(typed)) if typed else self.current


def _names_of(semester: Semester) -> set[str]:
    """The ways a semester is written: its label, `hiver 2026-2027`, `hiver 2026`, its first day."""
    first, last, season = semester.starts_on, semester.ends_on, semester.get_season_display()
    written = {
        semester.label,
        f"{season} {first.year}",
        f"{season} {first.year}-{last.year}",
        f"{first:%d/%m/%Y}",
        first.isoformat(),
    }
    return {fold(each) for each in written}
