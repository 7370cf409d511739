"""Words for levels, competencies and phases, as templates need them."""

from django import template

from design.marguerite import LEVELS, NAMES, PETALS
from groups.models import Intern

register = template.Library()

SOCLE = 2
CONSOLIDATION = 2


@register.filter
def level_name(level: int) -> str:
    """`intermédiaire`."""
    return LEVELS[level]


@register.filter
def competency_name(code: str) -> str:
    """The name on the petal of `code`."""
    return NAMES[PETALS.index(code)]


@register.filter
def phase(intern: Intern, rank: int) -> str:
    """The phase of the DES a semester of this intern belongs to (B.1)."""
    count = intern.cohort.semester_count
    if rank <= SOCLE:
        return "phase socle"
    if rank > count - CONSOLIDATION:
        return "phase de consolidation"
    return "phase d’approfondissement"
