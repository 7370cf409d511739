"""The constraints of a draw as people know them: their names, what each asks, what is kept of them."""

from dataclasses import dataclass

from groups.draw import Rules, Strength
from groups.models import Draw, Policy

STRENGTHS = (
    (Strength.OFF, "Sans"),
    (Strength.PREFERRED, "Préférée"),
    (Strength.HARD, "Impérative"),
)
CANDIDATES = (10, 50, 200)
"""Among how many valid draws the preferences choose."""
DEFAULTS: dict[str, object] = {
    "apart": Strength.HARD,
    "together": Strength.HARD,
    "balance": Strength.PREFERRED,
    "spread": Strength.PREFERRED,
    "departments": 3,
    "links": Strength.HARD,
    "choice": Strength.HARD,
    "candidates": CANDIDATES[1],
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """`name` in the rules, `title` on the page, `text` what it asks, `icon`."""

    name: str
    title: str
    text: str
    icon: str


CONSTRAINTS = (
    Constraint(
        "apart",
        "Personnes séparées",
        "Demandes confidentielles, jamais affichées aux internes ni aux tuteurs.",
        "unlink",
    ),
    Constraint("together", "Personnes réunies", "Rare, et toujours avec un motif.", "link"),
    Constraint("balance", "Femmes et hommes équilibrés", "Parmi les personnes dont on le sait.", "scale"),
    Constraint("spread", "Départements de stage", "Lieu du stage en cours ou du premier stage.", "map-pin"),
    Constraint(
        "links",
        "Tuteur sans lien",
        "Aucun interne avec son propre maître de stage, ni avec un proche déclaré.",
        "stethoscope",
    ),
)


def kept_rules(draw: Draw) -> dict[str, object]:
    """What is kept of the rules, over the defaults."""
    return {**DEFAULTS, **draw.rules}


def rules_of(draw: Draw) -> Rules:
    """The rules to seal: sizes from the policy of the cohort, the rest as kept."""
    policy: Policy = draw.cohort.policy
    kept = kept_rules(draw)
    preferred = Strength.PREFERRED in kept.values()
    return Rules(
        minimum=policy.group_min,
        target=policy.group_target,
        maximum=policy.group_max,
        tutors=draw.tutor_mode,
        **{**kept, "candidates": kept["candidates"] if preferred else 1},  # type: ignore[arg-type]
    )
