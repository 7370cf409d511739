"""Constituting the groups of a cohort: proposed first, then written once."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from design.french import list_words, plural
from groups import journal
from groups.constitution import DealtGroup, deal, group_sizes
from groups.models import (
    Cohort,
    Constitution,
    Intern,
    Membership,
    Policy,
    Tutor,
    TutorialGroup,
    Tutorship,
)
from groups.tutor_loads import Capacity, capacities, total_free


class NotPossible(Exception):
    """The groups cannot be made; the message is a French sentence with the figures and what to do."""


@dataclass(frozen=True)
class ProposedGroup:
    code: str
    tutor: Tutor
    interns: tuple[Intern, ...]


@dataclass(frozen=True)
class Proposal:
    """What would be written. `fingerprint` changes with the roster, the tutors, the policy and the seed."""

    seed: str
    groups: tuple[ProposedGroup, ...]
    too_small: int
    fingerprint: str
    dealt: tuple[DealtGroup, ...]
    roster: Mapping[str, object]


def interns_to_group(cohort: Cohort) -> QuerySet[Intern]:
    """The interns in training who have no group yet, in the order of their student number."""
    return (
        Intern.objects.filter(cohort=cohort, standing=Intern.Standing.ACTIVE)
        .exclude(pk__in=Membership.objects.filter(ends_on=None).values("intern"))
        .select_related("person")
        .order_by("student_number")
    )


def propose_groups(*, cohort: Cohort, seed: str, tutors: Collection[int] | None = None) -> Proposal:
    """The groups which `seed` gives to the interns of today, writing nothing.

    `tutors` are the pks of those who may be given a group; None takes all who can. Raises NotPossible.
    """
    policy: Policy = cohort.policy
    already = TutorialGroup.objects.filter(cohort=cohort, closed_at=None).count()
    if already:
        raise NotPossible(
            f"La {str(cohort).lower()} a déjà {plural(already, 'groupe')}. "
            "Placez les nouvelles personnes une par une, depuis la page de la promotion."
        )
    interns = list(interns_to_group(cohort))
    if not interns:
        raise NotPossible(
            f"La {str(cohort).lower()} n’a aucun interne en formation. Importez d’abord sa liste."
        )
    sizes = group_sizes(len(interns), policy.group_min, policy.group_target, policy.group_max)
    offered = [
        each
        for each in capacities(policy)
        if each.is_offered and (tutors is None or each.tutor.pk in set(tutors))
    ]
    if total_free(offered) < len(sizes):
        raise NotPossible(_too_few(interns, sizes, offered, policy))
    by_pk = {intern.pk: intern for intern in interns}
    tutor_by_pk = {each.tutor.pk: each.tutor for each in offered}
    offers = {each.tutor.pk: each.offer for each in sorted(offered, key=lambda each: each.tutor.pk)}
    dealt = deal(list(by_pk), offers, sizes, seed)
    roster = {
        "interns": list(by_pk),
        "tutors": {str(pk): [offer.held, offer.free] for pk, offer in offers.items()},
        "sizes": sizes,
    }
    return Proposal(
        seed=seed,
        groups=tuple(
            ProposedGroup(
                code=TutorialGroup(cohort=cohort, number=group.number).code,
                tutor=tutor_by_pk[group.tutor],
                interns=tuple(by_pk[pk] for pk in group.interns),
            )
            for group in dealt
        ),
        too_small=sum(1 for size in sizes if size < policy.group_min),
        fingerprint=hashlib.sha256(repr((seed, roster)).encode()).hexdigest(),
        dealt=tuple(dealt),
        roster=roster,
    )


def _too_few(interns: list[Intern], sizes: list[int], offered: list[Capacity], policy: Policy) -> str:
    places = total_free(offered)
    missing = len(sizes) - places
    return (
        f"{plural(len(interns), 'interne')} font {plural(len(sizes), 'groupe')} ; "
        f"{plural(len(offered), 'tuteur peut', 'tuteurs peuvent')} en prendre {places} "
        f"({policy.groups_per_tutor} par tuteur au plus). Il manque {plural(missing, 'place')} : "
        + list_words(
            ["cochez d’autres tuteurs", "importez-en", "relevez la limite dans la politique"], last="ou"
        )
        + "."
    )


@transaction.atomic
def _write(
    cohort: Cohort,
    seed: str,
    tutors: Collection[int] | None,
    shown: str | None,
    starts_on: date,
    actor: Person | None,
) -> Constitution:
    locked = hold_cohort(cohort.pk)
    proposal = propose_groups(cohort=locked, seed=seed, tutors=tutors)
    if shown is not None and shown != proposal.fingerprint:
        raise NotPossible(
            "La liste des internes ou la charge des tuteurs a changé depuis l’aperçu. "
            "Relisez la nouvelle répartition, puis confirmez."
        )
    constitution = Constitution.objects.create(
        cohort=locked, seed=seed, roster=proposal.roster, made_by=actor
    )
    write_groups(constitution=constitution, dealt=proposal.dealt, starts_on=starts_on, actor=actor)
    return constitution


def hold_cohort(pk: int) -> Cohort:
    """The cohort, locked until the end of the transaction: its groups are made by one person at a time."""
    return Cohort.objects.select_for_update().get(pk=pk)


def write_groups(
    *,
    constitution: Constitution,
    dealt: Sequence[DealtGroup],
    starts_on: date,
    co_tutors: Mapping[int, int] = MappingProxyType({}),
    actor: Person | None,
) -> list[TutorialGroup]:
    """Write the groups, their members and their tutors, journaled; `co_tutors` by number of group.

    Inside the caller's transaction, which holds the cohort; IntegrityError when it already has one of these
    groups.
    """
    groups = TutorialGroup.objects.bulk_create(
        TutorialGroup(cohort=constitution.cohort, number=each.number, constitution=constitution)
        for each in dealt
    )
    tutorships = Tutorship.objects.bulk_create(
        Tutorship(group=group, tutor_id=tutor, part=part, starts_on=starts_on)
        for group, each in zip(groups, dealt, strict=True)
        for tutor, part in (
            (each.tutor, Tutorship.Part.TUTOR),
            (co_tutors.get(each.number), Tutorship.Part.CO_TUTOR),
        )
        if tutor is not None
    )
    memberships = Membership.objects.bulk_create(
        Membership(group=group, intern_id=pk, starts_on=starts_on, decided_by=actor)
        for group, each in zip(groups, dealt, strict=True)
        for pk in each.interns
    )
    journal.record_created([*groups, *tutorships, *memberships], actor)
    return groups


def constitute_groups(
    *,
    cohort: Cohort,
    seed: str,
    tutors: Collection[int] | None = None,
    shown: str | None = None,
    starts_on: date | None = None,
    actor: Person | None,
) -> Constitution:
    """Make the groups of a cohort, all or none, once; members and tutors start on `starts_on` (today).

    `shown` is the fingerprint of the proposal that was confirmed. Raises NotPossible: groups exist already,
    nobody to group, too few tutors, or the proposal is no longer the one shown.
    """
    try:
        return _write(cohort, seed, tutors, shown, starts_on or timezone.localdate(), actor)
    except IntegrityError as error:
        raise NotPossible(
            f"Les groupes de la {str(cohort).lower()} viennent d’être constitués par quelqu’un d’autre."
        ) from error
