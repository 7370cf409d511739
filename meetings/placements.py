"""What the room of groups is told of placements when it draws."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from groups.placement_facts import PlacementFacts, reads_placements
from meetings.models import Placement


@reads_placements
def placement_facts(interns: Collection[int]) -> Mapping[int, PlacementFacts]:
    """The department of the latest placement known, and everybody who supervised one. One query."""
    departments: dict[int, str] = {}
    supervisors: dict[int, set[int]] = defaultdict(set)
    for intern, department, supervisor in (
        Placement.objects.filter(intern__in=interns)
        .order_by("semester__starts_on", "pk")
        .values_list("intern", "department_code", "supervisor__person")
    ):
        departments[intern] = department or departments.get(intern, "")
        if supervisor:
            supervisors[intern].add(supervisor)
    return {
        intern: PlacementFacts(department, frozenset(supervisors[intern]))
        for intern, department in departments.items()
    }
