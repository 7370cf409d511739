"""Stage supervisors: maîtres de stage (MSU) and chefs de service, who need no account."""

from django.urls import reverse

from accounts.models import Role
from groups.import_kinds.people import EMAIL, FIRST_NAME, GENDER, LAST_NAME, PHONE, TITLE, PersonKind
from groups.import_kinds.tutors import DEPARTMENT, TOWN
from groups.imports import Field, ImportContext
from groups.imports.fields import choice, text
from groups.models import StageSupervisor

KINDS = dict(StageSupervisor.Kind.choices)


class SupervisorKind(PersonKind):
    name = "supervisors"
    rank = 30
    label, label_plural = "maître de stage", "maîtres de stage"
    help = "MSU et chefs de service. Aucun compte n’est ouvert : un lien suffit pour évaluer un stage."
    role = Role.SUPERVISOR
    model = StageSupervisor
    keys = ("email",)
    record_fields = ("kind", "place", "town", "department_code")
    default_title = "Dr"
    fields = (
        TITLE,
        LAST_NAME,
        FIRST_NAME,
        EMAIL,
        Field(
            "kind",
            "Nature",
            aliases=("type", "fonction"),
            convert=choice(
                KINDS, {"MSU": "msu", "maître de stage": "msu", "CDS": "head", "cheffe de service": "head"}
            ),
            show=lambda code: KINDS[code],
            example="MSU",
        ),
        Field(
            "place",
            "Cabinet ou service",
            aliases=("lieu", "structure", "service", "cabinet", "établissement", "terrain de stage"),
            convert=text(120),
            example="Maison de santé du Val de Creuse",
        ),
        TOWN,
        DEPARTMENT,
        PHONE,
        GENDER,
    )

    def next_step(self, context: ImportContext) -> tuple[str, str] | None:
        return "Voir les maîtres de stage", reverse("groups:supervisor-list")
