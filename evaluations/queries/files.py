"""Whose pedagogical file one may open (D.1-18)."""

from datetime import date

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from accounts.models import Person, Role
from evaluations.models import Commission
from groups.models import Intern
from groups.queries import seats_followed_by


def commissions_open_to(person: Person, today: date) -> QuerySet[Commission]:
    """The commissions `person` sits on whose files are open today."""
    return Commission.objects.filter(members=person, opens_on__lte=today, closes_on__gte=today)


def commissions_visible_to(person: Person, today: date) -> QuerySet[Commission]:
    """Those of the members while the files are open; all of them for coordination and direction."""
    if person.has_role(Role.COORDINATOR, Role.DIRECTOR):
        return Commission.objects.all()
    return commissions_open_to(person, today)


def files_open_to(person: Person, today: date) -> QuerySet[Intern]:
    """The interns whose file `person` may read: one's own, those one follows, those under review.

    Coordination and direction read all of them; the secretariat and supervisors none. Each intern says
    `is_followed`: `person` is today the tutor or the co-tutor.
    """
    followed = seats_followed_by(person).filter(intern=OuterRef("pk"))
    interns = Intern.objects.annotate(is_followed=Exists(followed))
    if person.has_role(Role.COORDINATOR, Role.DIRECTOR):
        return interns
    return interns.filter(
        Q(person=person)
        | Q(is_followed=True)
        | Q(cohort__in=commissions_open_to(person, today).values("cohort"))
    )


def with_group(interns: QuerySet[Intern]) -> QuerySet[Intern]:
    """Annotate `group_id` and `group_number` of today, None without a group."""
    return interns.annotate(
        seat=FilteredRelation("memberships", condition=Q(memberships__ends_on=None)),
        group_id=F("seat__group"),
        group_number=F("seat__group__number"),
    )
