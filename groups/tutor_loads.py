"""How many groups and tutees each tutor has, and how many groups more may be given."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from groups.constitution import Offer
from groups.models import Policy, Tutor, Tutorship

NATIONAL_TUTEES = 9
"""At most nine tutees a tutor nationally (2024, B.18); shown beside the department's own limit."""


def with_load(tutors: QuerySet[Tutor]) -> QuerySet[Tutor]:
    """Annotate each tutor with `group_count`, `co_group_count` and, alone ones included, `tutee_count`."""
    active = Q(tutorships__ends_on=None, tutorships__group__closed_at=None)
    tutor = active & Q(tutorships__part=Tutorship.Part.TUTOR)
    return tutors.annotate(
        group_count=Count("tutorships", filter=tutor, distinct=True),
        co_group_count=Count(
            "tutorships", filter=active & Q(tutorships__part=Tutorship.Part.CO_TUTOR), distinct=True
        ),
        tutee_count=Count(
            "tutorships__group__memberships",
            filter=tutor & Q(tutorships__group__memberships__ends_on=None),
            distinct=True,
        )
        + Count("alone_with", filter=Q(alone_with__ends_on=None), distinct=True),
    )


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a tutor may still take under a policy."""

    tutor: Tutor
    limit: int
    free: int
    is_offered: bool
    why_not: str

    @property
    def offer(self) -> Offer:
        return Offer(held=self.tutor.group_count, free=self.free)  # type: ignore[attr-defined]


def capacity(tutor: Tutor, policy: Policy) -> Capacity:
    """`tutor` comes from `with_load`. A reduced load takes one more group at a time; who withdraws or is
    away takes none."""
    limit = tutor.max_groups if tutor.max_groups is not None else policy.groups_per_tutor
    free = max(0, limit - tutor.group_count)  # type: ignore[attr-defined]
    why = ""
    if tutor.status == Tutor.Status.CO_TUTOR:
        free, why = 0, "Co-tuteur"
    elif tutor.availability in (Tutor.Availability.AWAY, Tutor.Availability.WITHDRAWING):
        free, why = 0, tutor.get_availability_display()
    elif not free:
        why = "Complet"
    elif tutor.availability == Tutor.Availability.REDUCED:
        free = 1
    return Capacity(tutor=tutor, limit=limit, free=free, is_offered=free > 0, why_not=why)


def capacities(policy: Policy) -> list[Capacity]:
    """Every tutor with an active account, in one query; those who can take a group first."""
    tutors = with_load(Tutor.objects.filter(person__is_active=True)).select_related("person")
    found = [capacity(tutor, policy) for tutor in tutors.order_by(F("person__last_name"), "pk")]
    return sorted(found, key=lambda each: not each.is_offered)


def total_free(offered: Iterable[Capacity]) -> int:
    return sum(each.free for each in offered)
