"""Reading groups and their people, within what a person may see (D.1-18)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Invitation, Person, Role
from database.prepared import Slot, prepared
from groups.models import (
    Cohort,
    Draw,
    DrawAttempt,
    Intern,
    Membership,
    Repair,
    Tutor,
    TutorialGroup,
    Tutorship,
)

WHOLE_DEPARTMENT = (Role.SECRETARY, Role.COORDINATOR, Role.DIRECTOR)


def groups_followed_by(person: Person) -> QuerySet[TutorialGroup]:
    """The groups which `person` tutors or co-tutors today."""
    return TutorialGroup.objects.filter(
        pk__in=Tutorship.objects.filter(tutor__person=person, ends_on=None).values("group")
    )


def seats_followed_by(person: Person | Slot, *, as_tutor: bool = False) -> QuerySet[Membership]:
    """Where `person` accompanies somebody today: each seat of his or her groups, each intern alone (A-011).

    Whatever asks whose tutor somebody is asks here. `as_tutor` leaves out the groups he or she co-tutors.
    """
    tutorships = Tutorship.objects.filter(tutor__person=person, ends_on=None)
    if as_tutor:
        tutorships = tutorships.filter(part=Tutorship.Part.TUTOR)
    return Membership.objects.filter(
        Q(group__in=tutorships.values("group")) | Q(tutor__person=person), ends_on=None
    )


def interns_followed_by(person: Person) -> QuerySet[Intern]:
    """The interns whom `person` tutors or co-tutors today, in a group or alone."""
    return Intern.objects.filter(pk__in=seats_followed_by(person).values("intern"))


def interns_tutored_by(person: Person) -> QuerySet[Intern]:
    """The interns whose tutor (not co-tutor) `person` is today."""
    return Intern.objects.filter(pk__in=seats_followed_by(person, as_tutor=True).values("intern"))


def groups_visible_to(person: Person) -> QuerySet[TutorialGroup]:
    """All groups for the department's staff, their own for tutors and interns, none for others."""
    if person.has_role(*WHOLE_DEPARTMENT):
        return TutorialGroup.objects.all()
    return groups_of(person)


def groups_of(person: Person | Slot) -> QuerySet[TutorialGroup]:
    """The groups one tutors, co-tutors or belongs to today."""
    followed = Tutorship.objects.filter(tutor__person=person, ends_on=None).values("group")
    joined = Membership.objects.filter(intern__person=person, ends_on=None).values("group")
    return TutorialGroup.objects.filter(Q(pk__in=followed) | Q(pk__in=joined))


def interns_known_to(person: Person) -> QuerySet[Intern]:
    """Whose identity, face and group one may see; the pedagogical file is another matter.

    Staff know everybody, tutors their interns, an intern the members of his or her group.
    """
    if person.has_role(*WHOLE_DEPARTMENT):
        return Intern.objects.all()
    return Intern.objects.filter(
        Q(person=person)
        | Q(
            pk__in=Membership.objects.filter(ends_on=None, group__in=groups_visible_to(person)).values(
                "intern"
            )
        )
        | Q(pk__in=interns_followed_by(person).values("pk"))
    )


def members_on(group: TutorialGroup, day: date) -> QuerySet[Intern]:
    """The interns who belong to `group` on `day`, with their person (D.1-9)."""
    return (
        Intern.objects.filter(
            Q(memberships__ends_on=None) | Q(memberships__ends_on__gt=day),
            memberships__group=group,
            memberships__starts_on__lte=day,
        )
        .select_related("person")
        .distinct()
    )


def with_people(groups: QuerySet[TutorialGroup]) -> QuerySet[TutorialGroup]:
    """Load the cohort and its policy, the active tutors and interns of each group, in three queries.

    Each group then carries `active_tutorships` (tutor first) and `active_memberships` (by name).
    """
    return groups.select_related("cohort__policy").prefetch_related(*active_people())


def active_people() -> tuple[Prefetch, Prefetch]:
    """What loads the people of groups as `with_people` does."""
    memberships = Prefetch("memberships", queryset=_active_memberships(), to_attr="active_memberships")
    return active_tutors(), memberships


def active_tutors() -> Prefetch:
    """What loads the tutors of groups as `with_people` does."""
    return Prefetch("tutorships", queryset=_active_tutorships(), to_attr="active_tutorships")


def _active_tutorships() -> QuerySet[Tutorship]:
    return Tutorship.objects.filter(ends_on=None).select_related("tutor__person").order_by("-part", "pk")


def _active_memberships() -> QuerySet[Membership]:
    return (
        Membership.objects.filter(ends_on=None)
        .select_related("intern__person")
        .order_by("intern__person__last_name", "intern__person__first_name", "pk")
    )


@prepared
def _tutorships_of(*, group: Slot) -> QuerySet[Tutorship]:
    return _active_tutorships().filter(group=group)


@prepared
def _memberships_of(*, group: Slot) -> QuerySet[Membership]:
    return _active_memberships().filter(group=group)


def load_people(group: Any) -> None:
    """Give one group the `active_tutorships` and `active_memberships` that `with_people` gives to many."""
    group.active_tutorships = _tutorships_of(group=group.pk)
    group.active_memberships = _memberships_of(group=group.pk)


@prepared
def _group_page(*, pk: Slot, person: Slot | None = None) -> QuerySet[TutorialGroup]:
    groups = TutorialGroup.objects.all() if person is None else groups_of(person)
    return (
        groups.filter(pk=pk)
        .select_related("cohort__policy")
        .annotate(since=Min("memberships__starts_on"))
        .order_by()
    )


def group_as_seen_by(person: Person, pk: int) -> Any | None:
    """A group with `since` (its first member's day) and its people, None when `person` may not see it."""
    whose = {} if person.has_role(*WHOLE_DEPARTMENT) else {"person": person.pk}
    group = _group_page.first(pk=pk, **whose)
    if group is not None:
        load_people(group)
    return group


def free_seats(group: TutorialGroup) -> range:
    """The seats left before the size the policy aims at; `group` comes from `with_people`."""
    return range(max(0, group.cohort.policy.group_target - len(group.active_memberships)))  # type: ignore[attr-defined]


def tutors_of(intern: Intern) -> QuerySet[Tutor]:
    """Who accompanies the intern today, in a group or alone, the tutor first; each says his or her `part`."""
    seats = Membership.objects.filter(intern=intern, ends_on=None)
    tutorships = Tutorship.objects.filter(ends_on=None, group__in=seats.values("group"))
    held = tutorships.filter(tutor=OuterRef("pk")).values("part")
    return (
        Tutor.objects.filter(Q(pk__in=tutorships.values("tutor")) | Q(pk__in=seats.values("tutor")))
        .annotate(part=Coalesce(Subquery(held[:1]), Value(Tutorship.Part.TUTOR)))
        .select_related("person")
        .order_by("-part", "pk")
    )


def tutor_of(intern: Intern) -> Tutor | None:
    """The tutor of the intern today, with the person loaded."""
    return next((each for each in tutors_of(intern) if each.part == Tutorship.Part.TUTOR), None)  # type: ignore[attr-defined]


def tutors_by_group(groups: Collection[int]) -> dict[int, Tutor]:
    """The tutor of today of each of these groups that has one, by the id of the group; one query."""
    tutorships = Tutorship.objects.filter(ends_on=None, part=Tutorship.Part.TUTOR, group__in=groups)
    return {
        tutorship.group_id: tutorship.tutor
        for tutorship in tutorships.select_related("tutor__person").order_by("pk")
    }


def draws_visible_to(person: Person) -> QuerySet[Draw]:
    """Sealed draws: all for the department's staff, for others those they are listed in, or offered to."""
    sealed = Draw.objects.filter(pk__in=DrawAttempt.objects.values("draw"))
    if person.has_role(*WHOLE_DEPARTMENT):
        return sealed
    listed = Draw.objects.filter(entries__intern__person=person).values("pk")
    offered = Draw.objects.filter(Q(offers__tutor__person=person) | Q(offers__co_tutor__person=person))
    return sealed.filter(Q(pk__in=listed) | Q(pk__in=offered.values("pk")))


def repairs_visible_to(person: Person) -> QuerySet[Repair]:
    """All for the department's staff; for others those they were told of when they were sealed."""
    if person.has_role(*WHOLE_DEPARTMENT):
        return Repair.objects.all()
    return Repair.objects.filter(told=person)


def latest_draw(cohort: int) -> Draw | None:
    """The draw in progress, or the last one, of a cohort by its id."""
    return Draw.objects.filter(cohort=cohort).order_by("-pk").first()


def takes_wishes(intern: Intern) -> bool:
    """Whether an intern may still ask not to be with somebody: without a group, before the sealing."""
    if intern.memberships.filter(ends_on=None).exists():
        return False
    draw = latest_draw(intern.cohort_id)
    return draw is None or draw.state == Draw.State.PREPARING


def matching(people: QuerySet, words: str) -> QuerySet:
    """Keep the records (with a `person`) whose name or address contains each of the words typed."""
    for word in words.split()[:5]:
        people = people.filter(
            Q(person__first_name__icontains=word)
            | Q(person__last_name__icontains=word)
            | Q(person__email__icontains=word)
        )
    return people


def _per_cohort(rows: QuerySet, path: str) -> Coalesce:
    counted = rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def cohorts_with_counts() -> QuerySet[Cohort]:
    """Each cohort with `intern_count`, `group_count` and `ungrouped_count` (in training, no group)."""
    seated = Membership.objects.filter(ends_on=None).values("intern")
    training = Intern.objects.filter(standing=Intern.Standing.ACTIVE)
    return Cohort.objects.select_related("policy").annotate(
        intern_count=_per_cohort(Intern.objects.all(), "cohort"),
        group_count=_per_cohort(TutorialGroup.objects.filter(closed_at=None), "cohort"),
        ungrouped_count=_per_cohort(training.exclude(pk__in=seated), "cohort"),
    )


def with_current_group(interns: QuerySet[Intern]) -> QuerySet[Intern]:
    """Load person, cohort and the group, or the tutor alone, of today; each intern then carries
    `active_memberships` (0 or 1)."""
    return interns.select_related("person", "cohort").prefetch_related(
        Prefetch(
            "memberships",
            queryset=Membership.objects.filter(ends_on=None)
            .select_related("group__cohort", "tutor__person")
            .order_by("pk"),
            to_attr="active_memberships",
        )
    )


def with_invitation(records: QuerySet) -> QuerySet:
    """Annotate records that have a `person` with `is_invited`: a link is waiting for them."""
    waiting = Invitation.objects.filter(
        person=OuterRef("person"), accepted_at=None, expires_at__gt=timezone.now()
    )
    return records.annotate(is_invited=Exists(waiting))


def past_memberships(group: TutorialGroup) -> QuerySet[Membership]:
    """Who has left the group, latest first, with the person who decided."""
    return (
        group.memberships.exclude(ends_on=None)
        .select_related("intern__person", "decided_by")
        .order_by("-ends_on", "-pk")
    )


def past_tutorships(group: TutorialGroup) -> QuerySet[Tutorship]:
    """Who no longer tutors or co-tutors the group, latest first, with the person who decided."""
    return (
        group.tutorships.exclude(ends_on=None)
        .select_related("tutor__person", "decided_by")
        .order_by("-ends_on", "-pk")
    )


def memberships_of(intern: Intern) -> QuerySet[Membership]:
    """The groups of an intern, and the times alone with a tutor, latest first."""
    return (
        intern.memberships.select_related("group__cohort", "tutor__person", "decided_by")
        .prefetch_related(
            Prefetch(
                "group__tutorships",
                queryset=Tutorship.objects.filter(ends_on=None, part=Tutorship.Part.TUTOR)
                .select_related("tutor__person")
                .order_by("pk"),
                to_attr="active_tutorships",
            )
        )
        .order_by(F("ends_on").desc(nulls_first=True), "-pk")
    )


def groups_open_to(intern: Intern) -> QuerySet[TutorialGroup]:
    """The groups an intern may be put in, with `size` and their people, smallest numbers first."""
    groups = TutorialGroup.objects.filter(cohort=intern.cohort_id, closed_at=None).annotate(
        size=Count("memberships", filter=Q(memberships__ends_on=None))
    )
    return with_people(groups).order_by("number")
