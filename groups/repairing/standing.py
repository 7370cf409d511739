"""The groups of a cohort as they stand, in the terms of `groups.draw`."""

import secrets
from collections.abc import Collection, Iterable

from groups.draw import (
    DrawnGroup,
    Event,
    Person,
    Repair,
    Rules,
    Secret,
    SecretKind,
    State,
    Strength,
    Tutor,
    repairs,
)
from groups.drawing.constraints import rules_of
from groups.drawing.documents import intern_id, tutor_id
from groups.models import Cohort, Draw, Intern, PairWish, TutorialGroup, TutorTie
from groups.models import Repair as RepairRecord
from groups.models import Tutor as TutorRecord
from groups.placement_facts import placement_facts
from groups.queries import with_people
from groups.tutor_loads import Capacity, capacities

SEXES = {"f": "F", "m": "M"}
TOLERATED = 1
"""How many fewer than the minimum a group may count before somebody else has to move (A-103: from three)."""


def standing_of(cohort: Cohort) -> State:
    """The groups of today with their people, tutors and confidential requests; eight queries in all."""
    groups = list(with_people(TutorialGroup.objects.filter(cohort=cohort, closed_at=None)).order_by("number"))
    interns = [seat.intern for group in groups for seat in group.active_memberships]  # type: ignore[attr-defined]
    tutors = capacities(cohort.policy)
    pks = {intern.pk for intern in interns}
    wishes = list(PairWish.objects.filter(cohort=cohort).order_by("pk"))
    rules = _rules(cohort)
    return State(
        people=people_of(interns),
        tutors=tuple(_tutor(each) for each in tutors),
        rules=rules,
        groups=tuple(_group(group) for group in groups),
        together=tuple(
            (intern_id(wish.first_id), intern_id(wish.second_id))
            for wish in wishes
            if wish.kind == PairWish.Kind.TOGETHER and {wish.first_id, wish.second_id} <= pks
        ),
        secrets=tuple(_secrets(wishes, pks, [each.tutor for each in tutors])),
        smallest=max(1, rules.minimum - TOLERATED),
    )


def people_of(interns: Collection[Intern]) -> tuple[Person, ...]:
    """Interns (with their person) as the draw knows them; their names stay out of what is sealed."""
    facts = placement_facts({intern.pk for intern in interns})
    return tuple(
        Person(
            id=intern_id(intern.pk),
            sex=SEXES.get(intern.person.gender, ""),
            department=facts[intern.pk].department_code if intern.pk in facts else "",
        )
        for intern in interns
    )


def least_repairs(
    state: State, event: str, *, intern: Intern | None = None, tutor: TutorRecord | None = None
) -> list[Repair]:
    """The repairs of least cost for somebody who comes or leaves; ValueError when it is not about them."""
    person = people_of([intern])[0] if intern else None
    if tutor and event == RepairRecord.Event.TUTOR_LEAVES:
        return repairs(state, Event(event, tutor=tutor_id(tutor.pk)))
    return repairs(state, Event(event, person=person))


def _rules(cohort: Cohort) -> Rules:
    """Those under which the groups were drawn; without such a draw, the sizes of the policy."""
    draw = Draw.objects.filter(cohort=cohort, state=Draw.State.VALIDATED).order_by("-validated_at").first()
    if draw:
        draw.cohort = cohort
        return rules_of(draw)
    policy = cohort.policy
    return Rules(
        minimum=policy.group_min,
        target=policy.group_target,
        maximum=policy.group_max,
        balance=Strength.PREFERRED,
        spread=Strength.PREFERRED,
    )


def _tutor(each: Capacity) -> Tutor:
    tutor = each.tutor
    return Tutor(
        id=tutor_id(tutor.pk),
        places=each.free,
        held=tutor.group_count,  # type: ignore[attr-defined]
        label=tutor.person.full_name,
    )


def _group(group: TutorialGroup) -> DrawnGroup:
    tutor = next(
        (each.tutor_id for each in group.active_tutorships if each.part == "tutor"),  # type: ignore[attr-defined]
        None,
    )
    members = sorted(intern_id(seat.intern_id) for seat in group.active_memberships)  # type: ignore[attr-defined]
    return DrawnGroup(group.number, tutor_id(tutor) if tutor else "", tuple(members))


def _secrets(
    wishes: Iterable[PairWish], interns: Collection[int], tutors: Collection[TutorRecord]
) -> Iterable[Secret]:
    """Requests to be kept apart, also about who is to come, and tutors who supervise or are related."""
    apart = {(wish.first_id, wish.second_id) for wish in wishes if wish.kind == PairWish.Kind.APART}
    for first, second in sorted(apart):
        yield Secret(SecretKind.APART, intern_id(first), intern_id(second), secrets.token_hex(16))
    by_person = {tutor.person_id: tutor.pk for tutor in tutors}
    supervised = {
        (intern, by_person[person])
        for intern, facts in placement_facts(interns).items()
        for person in facts.supervisors
        if person in by_person
    }
    declared = TutorTie.objects.filter(tutor__in=by_person.values()).order_by("pk")
    for intern, tutor in sorted(supervised | set(declared.values_list("intern", "tutor"))):
        yield Secret(SecretKind.LINK, intern_id(intern), tutor_id(tutor), secrets.token_hex(16))
