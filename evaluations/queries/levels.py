"""Levels given by tutors, as the marguerite shows them."""

from collections.abc import Iterable

from design.marguerite import PETALS
from evaluations.models import Assessment

NO_LEVELS = (0,) * len(PETALS)


def current_levels(intern_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The last level given per competency, in the order of the petals, for each intern who has one."""
    found: dict[int, list[int]] = {}
    rows = (
        Assessment.objects.filter(intern__in=list(intern_ids))
        .order_by("assessed_at", "pk")
        .values_list("intern_id", "competency__code", "level")
    )
    for intern_id, code, level in rows:
        found.setdefault(intern_id, list(NO_LEVELS))[PETALS.index(code)] = level
    return {intern_id: tuple(levels) for intern_id, levels in found.items()}
