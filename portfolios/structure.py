"""What a trace is made of: sections of a RSCA and criteria of its reading (domain B.7)."""

from dataclasses import dataclass

from portfolios.models import Trace


@dataclass(frozen=True)
class Section:
    """A part of a text: `hint` says what to write, `checks` what a reader will look for."""

    code: str
    label: str
    hint: str
    checks: tuple[str, ...] = ()
    is_step: bool = True


RSCA_SECTIONS = (
    Section(
        "recit",
        "Récit",
        "À la première personne, ce que vous avez vu, fait, ressenti",
        (
            "Le contexte et la chronologie sont posés",
            "Le ressenti du patient et le vôtre apparaissent",
        ),
    ),
    Section(
        "problematisation",
        "Problématisation",
        "Les problèmes posés, par ordre d’importance, et les décisions prises",
        (
            "Au moins trois champs\u00a0: biomédical, relationnel, social, éthique, administratif…",
            "Les problèmes sont classés par importance",
            "Une décision est critiquée, pas seulement racontée",
        ),
    ),
    Section(
        "questions",
        "Questions",
        "Deux à quatre questions que cette situation vous pose",
        ("Chaque question peut recevoir une réponse documentée",),
    ),
    Section(
        "recherche",
        "Recherche",
        "Vos sources, leur niveau de preuve, ce qu’elles changent",
        (
            "Les sources sont datées et variées, leur niveau de preuve est dit",
            "Les médicaments sont nommés en DCI",
        ),
    ),
    Section(
        "synthese",
        "Synthèse",
        "Ce que vous feriez autrement demain, ce qu’il vous reste à apprendre",
        ("La réponse revient à la situation de départ",),
    ),
    Section(
        "bibliographie",
        "Bibliographie",
        "Références au style de Vancouver, avec leur niveau de preuve",
        is_step=False,
    ),
)
TEXT_SECTIONS = (Section("texte", "Texte", "Ce que vous avez fait, ce que vous en retenez"),)

CRITERIA = {
    1: "Authenticité, écrit à la première personne",
    2: "Complexité, trois champs au moins",
    3: "Pertinence en soins primaires",
    4: "Contexte, chronologie, ressenti",
    5: "Problèmes énoncés et classés",
    6: "Questions d’apprentissage claires",
    7: "Recherche et niveaux de preuve",
    8: "Regard critique sur les réponses",
    9: "Synthèse, pratique modifiée",
    10: "Auto-évaluation des compétences",
    11: "Anonymat et secret",
    12: "Forme, bibliographie, DCI",
}
LONGEST_SECTION = 60_000


def sections_of(kind: str) -> tuple[Section, ...]:
    return RSCA_SECTIONS if kind == Trace.Kind.RSCA else TEXT_SECTIONS


def has_grid(kind: str) -> bool:
    """Only a RSCA is read with the grid of twelve criteria."""
    return kind == Trace.Kind.RSCA
