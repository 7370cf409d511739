"""The list a draw starts from: the cohort as it stands, and who may take new groups."""

from collections.abc import Iterable

from groups.models import Cohort, Draw, DrawEntry, DrawOffer, Intern, Tutor
from groups.placement_facts import PlacementFacts, placement_facts
from groups.tutor_loads import capacities


def entries_of_today(draw: Draw) -> list[DrawEntry]:
    """Everybody in the cohort, those not in training set aside for that reason; unsaved."""
    interns = list(Intern.objects.filter(cohort=draw.cohort_id).select_related("person").order_by("pk"))
    facts = placement_facts([intern.pk for intern in interns])
    return [_entry(draw, intern, facts.get(intern.pk, PlacementFacts())) for intern in interns]


def _entry(draw: Draw, intern: Intern, facts: PlacementFacts) -> DrawEntry:
    active = intern.standing == Intern.Standing.ACTIVE
    return DrawEntry(
        draw=draw,
        intern=intern,
        set_aside="" if active else intern.get_standing_display(),
        gender=intern.person.gender,
        department_code=facts.department_code,
    )


def offers_of_today(draw: Draw) -> list[DrawOffer]:
    """Every tutor who can take a group more, with as many groups as the policy allows; unsaved."""
    return [
        DrawOffer(draw=draw, tutor=each.tutor, groups=each.free)
        for each in capacities(draw.cohort.policy)
        if each.is_offered
    ]


def changed_since(draw: Draw, listed: set[int]) -> int:
    """How many interns joined or left the cohort since the list, of these interns, was taken."""
    return len(listed ^ set(Intern.objects.filter(cohort=draw.cohort_id).values_list("pk", flat=True)))


def co_tutors_of(cohort: Cohort) -> Iterable[Tutor]:
    """Who may accompany a tutor: co-tutors with an active account."""
    return (
        Tutor.objects.filter(person__is_active=True, status=Tutor.Status.CO_TUTOR)
        .select_related("person")
        .order_by("person__last_name", "person__first_name", "pk")
    )
