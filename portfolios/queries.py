"""Reading traces, within what a person may see."""

from django.db.models import Q, QuerySet

from accounts.models import Person, Role
from groups.queries import interns_followed_by
from portfolios.models import Trace


def traces_visible_to(person: Person) -> QuerySet[Trace]:
    """One's own traces; once submitted, those of the interns one follows, and all for who coordinates."""
    shown = ~Q(state=Trace.State.DRAFT)
    scope = Q(intern__person=person) | shown & Q(intern__in=interns_followed_by(person))
    if person.has_role(Role.COORDINATOR, Role.DIRECTOR):
        scope |= shown & Q(recognisable=False)
    return Trace.objects.filter(scope)


def traces_to_read(person: Person) -> QuerySet[Trace]:
    """The submitted traces which wait for `person`, oldest first."""
    return Trace.objects.filter(state=Trace.State.SUBMITTED, intern__in=interns_followed_by(person)).order_by(
        "submitted_at", "pk"
    )
