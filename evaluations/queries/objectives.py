"""Reading objectives."""

from django.db.models import Q, QuerySet

from accounts.models import Person, Role
from evaluations.models import Objective
from groups.models import Intern
from groups.queries import interns_followed_by


def objectives_visible_to(person: Person) -> QuerySet[Objective]:
    """One's own, those of the interns one follows, all of them for the coordinator and the director."""
    if person.has_role(Role.COORDINATOR, Role.DIRECTOR):
        return Objective.objects.all()
    return Objective.objects.filter(Q(intern__person=person) | Q(intern__in=interns_followed_by(person)))


def objectives_settled_by(person: Person) -> QuerySet[Objective]:
    """The objectives which `person` may settle: those of the interns followed today."""
    return Objective.objects.filter(intern__in=interns_followed_by(person))


def open_objectives(intern: Intern) -> QuerySet[Objective]:
    """What the intern still has to do, the most pressing first (A-099)."""
    return Objective.objects.filter(intern=intern, state=Objective.State.OPEN).order_by("due_on", "pk")
