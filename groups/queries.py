"""Reading groups and their people, within what a person may see (D.1-18)."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Person, Role
from groups.models import Intern, Membership, Tutor, TutorialGroup, Tutorship

WHOLE_DEPARTMENT = (Role.SECRETARY, Role.COORDINATOR, Role.DIRECTOR)


def groups_followed_by(person: Person) -> QuerySet[TutorialGroup]:
    """The groups which `person` tutors or co-tutors today."""
    return TutorialGroup.objects.filter(
        pk__in=Tutorship.objects.filter(tutor__person=person, ends_on=None).values("group")
    )


def interns_followed_by(person: Person) -> QuerySet[Intern]:
    """The interns who today are in a group which `person` tutors or co-tutors."""
    return Intern.objects.filter(
        pk__in=Membership.objects.filter(ends_on=None, group__in=groups_followed_by(person)).values("intern")
    )


def groups_visible_to(person: Person) -> QuerySet[TutorialGroup]:
    """All groups for the department's staff, their own for tutors and interns, none for others."""
    if person.has_role(*WHOLE_DEPARTMENT):
        return TutorialGroup.objects.all()
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
    """Load the cohort, the active tutors and the active interns of each group in three queries.

    Each group then carries `active_tutorships` (tutor first) and `active_memberships` (by name).
    """
    return groups.select_related("cohort").prefetch_related(
        Prefetch(
            "tutorships",
            queryset=Tutorship.objects.filter(ends_on=None)
            .select_related("tutor__person")
            .order_by("-part", "pk"),
            to_attr="active_tutorships",
        ),
        Prefetch(
            "memberships",
            queryset=Membership.objects.filter(ends_on=None)
            .select_related("intern__person")
            .order_by("intern__person__last_name", "intern__person__first_name", "pk"),
            to_attr="active_memberships",
        ),
    )


def tutor_of(intern: Intern) -> Tutor | None:
    """The tutor of the intern's group today, with the person loaded."""
    return (
        Tutor.objects.filter(
            tutorships__part=Tutorship.Part.TUTOR,
            tutorships__ends_on=None,
            tutorships__group__memberships__intern=intern,
            tutorships__group__memberships__ends_on=None,
        )
        .select_related("person")
        .first()
    )
