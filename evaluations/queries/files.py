"""Whose pedagogical file one may open (D.1-18)."""

from datetime import date

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from accounts.models import Person, Role
from database.prepared import Slot, prepared
from evaluations.models import Commission
from groups.models import Intern
from groups.queries import seats_followed_by


def commissions_open_to(person: Person | Slot, today: date | Slot) -> QuerySet[Commission]:
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
    return _files(_reads_all(person), person, today)


def _reads_all(person: Person) -> bool:
    return person.has_role(Role.COORDINATOR, Role.DIRECTOR)


def _files(all_of_them: bool, person: Person | Slot, today: date | Slot) -> QuerySet[Intern]:
    followed = seats_followed_by(person).filter(intern=OuterRef("pk"))
    interns = Intern.objects.annotate(is_followed=Exists(followed))
    if all_of_them:
        return interns
    return interns.filter(
        Q(person=person)
        | Q(is_followed=True)
        | Q(cohort__in=commissions_open_to(person, today).values("cohort"))
    )


@prepared
def _file(all_of_them: bool, *, pk: Slot, person: Slot, today: Slot) -> QuerySet[Intern]:
    interns = with_group(_files(all_of_them, person, today)).filter(pk=pk)
    return interns.select_related("person", "cohort", "project", "thesis").order_by()


def file_open_to(person: Person, today: date, pk: int) -> Intern | None:
    """One of the interns of `files_open_to`, with all that heads the file; None when it is not open."""
    return _file.first(_reads_all(person), pk=pk, person=person.pk, today=today)


def with_group(interns: QuerySet[Intern]) -> QuerySet[Intern]:
    """Annotate `group_id` and `group_number` of today, None without a group."""
    return interns.annotate(
        seat=FilteredRelation("memberships", condition=Q(memberships__ends_on=None)),
        group_id=F("seat__group"),
        group_number=F("seat__group__number"),
    )
