"""Interns of a cohort: our template, GIP-RECIA, Apogée and Pégase (B.17)."""

import re
from typing import Any

from django.urls import reverse

from accounts.models import Role
from groups.import_kinds.people import (
    EMAIL,
    FIRST_NAME,
    GENDER,
    LAST_NAME,
    PHONE,
    USAGE_NAME,
    PersonKind,
)
from groups.imports import Field, ImportContext, Row, RowOutcome, Unreadable
from groups.imports.fields import codes, ine, listed, student_number, text, unusual_ine
from groups.models import Intern


def ine_or_its_start(raw: str) -> str:
    """Apogée keeps the key of the INE in a column of its own: ten characters may do."""
    value = re.sub(r"[\s.\-]", "", raw).upper()
    return value if re.fullmatch(r"[0-9A-Z]{10}", value, re.ASCII) else ine(raw)


class InternKind(PersonKind):
    name = "interns"
    rank = 10
    label, label_plural = "interne", "internes"
    help = (
        "Notre modèle, l’export GIP-RECIA du portfolio, une extraction Apogée ou Pégase. "
        "Le numéro étudiant fait le lien d’un import à l’autre."
    )
    role = Role.INTERN
    model = Intern
    needs_cohort = True
    identifier = "student_number"
    unique = ("student_number", "ine")
    keys = ("student_number", "email", "ine")
    record_fields = ("student_number", "ine", "eppn")
    sieve = "steps"
    fields = (
        Field(
            "student_number",
            "Numéro étudiant",
            aliases=(
                "matriculeEtudiant",
                "COD_ETU",
                "code apprenant",
                "n° apprenant",
                "numéro apprenant",
                "n° étudiant",
                "num étudiant",
                "no étudiant",
                "numéro d’étudiant",
                "supannEtuId",
                "matricule",
            ),
            required=True,
            convert=student_number,
            example="22600001",
        ),
        LAST_NAME,
        USAGE_NAME,
        FIRST_NAME,
        EMAIL,
        Field(
            "ine",
            "INE",
            aliases=("INE confirmé", "COD_NNE_IND", "supannCodeINE", "numéro INE", "code INE", "n° INE"),
            convert=ine_or_its_start,
            example="999000001AA",
        ),
        Field("ine_key", "Clé INE", aliases=("COD_CLE_NNE_IND",), convert=text(1), in_template=False),
        Field(
            "eppn",
            "Identifiant universitaire",
            aliases=("eppn", "eduPersonPrincipalName"),
            convert=text(120),
            example="clemoine@etu.example",
        ),
        PHONE,
        GENDER,
        Field(
            "steps",
            "Code étape",
            aliases=("codesEtape", "COD_ETP", "code de l’étape", "étape", "supannEtuEtape", "code formation"),
            convert=codes(),
            show=listed,
            in_template=False,
        ),
    )

    def complete(self, values: dict[str, Any], warnings: list[str]) -> None:
        super().complete(values, warnings)
        values.pop("steps", None)
        key = values.pop("ine_key", "")
        number = values.get("ine", "")
        if len(number) == 10:
            del values["ine"]
            try:
                values["ine"] = number = ine(number + key)
            except Unreadable:
                warnings.append("L’INE est incomplet : il n’est pas repris.")
                return
        warning = unusual_ine(number) if number else None
        if warning:
            warnings.append(warning)

    def refusal(self, row: Row, record: Intern, context: ImportContext) -> RowOutcome | None:
        if context.cohort is not None and record.cohort_id == context.cohort.pk:
            if row["student_number"] == record.student_number:
                return None
            return row.refused(
                "email",
                f"Cette adresse est celle de {record.person}, numéro étudiant {record.student_number}.",
                "Corrigez l’adresse ou le numéro.",
                self.label_of(row.values),
            )
        return row.refused(
            "student_number",
            f"{record.person} est déjà dans une autre promotion.",
            "Retirez la ligne, ou changez de promotion pour cet import.",
            self.label_of(row.values),
        )

    def record_extras(self, context: ImportContext) -> dict[str, Any]:
        return {"cohort": context.cohort}

    def next_step(self, context: ImportContext) -> tuple[str, str] | None:
        if context.cohort is None:
            return None
        return "Tirer les groupes au sort", reverse("groups:draw-list", args=[context.cohort.year])
