"""Tutors and co-tutors."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from accounts.models import Role
from groups.import_kinds.people import EMAIL, FIRST_NAME, GENDER, LAST_NAME, PHONE, TITLE, PersonKind
from groups.imports import Field, ImportContext
from groups.imports.fields import boolean, choice, integer, rpps, text, wrong_rpps_key, yes_no
from groups.models import Tutor

STATUSES: Mapping[str, str] = dict(Tutor.Status.choices)
AVAILABILITIES: Mapping[str, str] = dict(Tutor.Availability.choices)

TOWN = Field("town", "Commune", aliases=("ville", "lieu d’exercice"), convert=text(80), example="Loches")
DEPARTMENT = Field(
    "department_code",
    "Département",
    aliases=("code département", "dépt", "dpt"),
    convert=text(3),
    example="37",
)


class TutorKind(PersonKind):
    name = "tutors"
    rank = 20
    label, label_plural = "tuteur ou tutrice", "tuteurs et tutrices"
    help = "Statut, disponibilité, commune et temps de route servent à proposer les groupes et les séances."
    role = Role.TUTOR
    model = Tutor
    identifier = "rpps"
    unique = ("rpps",)
    keys = ("email", "rpps")
    record_fields = (
        "status",
        "availability",
        "on_board",
        "since_year",
        "rpps",
        "town",
        "department_code",
        "driving_minutes",
        "max_groups",
    )
    default_title = "Dr"
    fields = (
        TITLE,
        LAST_NAME,
        FIRST_NAME,
        EMAIL,
        Field(
            "status",
            "Statut",
            aliases=("statut du tuteur", "fonction", "qualité"),
            convert=choice(
                STATUSES, {"retraitée": "RETIRED", "cotuteur": "CO_TUTOR", "co-tutrice": "CO_TUTOR"}
            ),
            show=lambda code: STATUSES[code],
            example="MSU",
        ),
        Field(
            "availability",
            "Disponibilité",
            convert=choice(AVAILABILITIES, {"active": "active", "congé": "away", "retrait": "withdrawing"}),
            show=lambda code: AVAILABILITIES[code],
            example="Actif",
        ),
        Field(
            "on_board", "Bureau", aliases=("membre du bureau",), convert=boolean, show=yes_no, example="non"
        ),
        Field(
            "since_year",
            "Tutorat depuis",
            aliases=("ancienneté", "année de début", "depuis"),
            convert=integer(1980, 2100),
            example="2022",
        ),
        Field(
            "rpps",
            "RPPS",
            aliases=("numéro RPPS", "n° RPPS", "identifiant RPPS"),
            convert=rpps,
            warn=wrong_rpps_key,
            example="99900000011",
        ),
        TOWN,
        DEPARTMENT,
        Field(
            "driving_minutes",
            "Route (minutes)",
            aliases=("trajet", "trajet aller", "temps de route", "minutes de route"),
            convert=integer(0, 600),
            example="45",
        ),
        Field(
            "max_groups",
            "Groupes au plus",
            aliases=("nombre maximal de groupes", "max groupes"),
            convert=integer(0, 20),
            example="3",
        ),
        PHONE,
        GENDER,
    )

    def role_of(self, values: Mapping[str, Any]) -> Role:
        return Role.CO_TUTOR if values.get("status") == Tutor.Status.CO_TUTOR else Role.TUTOR

    def next_step(self, context: ImportContext) -> tuple[str, str] | None:
        return "Voir les tuteurs et tutrices", reverse("groups:tutor-list")
