"""Reading the contact ledger, and finding who has not been heard of."""

from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import Person, Role
from evaluations.models import Contact
from groups.models import Intern
from groups.queries import interns_followed_by


def contacts_visible_to(person: Person) -> QuerySet[Contact]:
    """One's own, those one logged, those of the interns one follows; all for coordinator and director."""
    if person.has_role(Role.COORDINATOR, Role.DIRECTOR):
        return Contact.objects.all()
    return Contact.objects.filter(
        Q(logged_by=person) | Q(intern__person=person) | Q(intern__in=interns_followed_by(person))
    )


def logbook_of(person: Person) -> QuerySet[Contact]:
    """« Cahier du tutorat »: the exchanges with one's tutees and those one logged, latest first (A-079)."""
    return (
        Contact.objects.filter(Q(logged_by=person) | Q(intern__in=interns_followed_by(person)))
        .select_related("intern__person", "intern__cohort", "session")
        .order_by("-occurred_at", "-pk")
    )


def contacts_completed_by(person: Person) -> QuerySet[Contact]:
    """The contacts which `person` may complete: those he or she logged, and those that a session logged
    about the interns he or she follows."""
    by_a_session = Q(session__isnull=False, intern__in=interns_followed_by(person))
    return Contact.objects.filter(Q(logged_by=person) | by_a_session)


def with_last_contact(interns: QuerySet[Intern]) -> QuerySet[Intern]:
    """Annotate `last_contact_at`, None when there never was any."""
    return interns.annotate(last_contact_at=last_contact_of(OuterRef("pk")))


def last_contact_of(intern: OuterRef) -> Subquery:
    """The moment of the last contact with the intern that an outer query points at."""
    latest = Contact.objects.filter(intern=intern).order_by("-occurred_at")
    return Subquery(latest.values("occurred_at")[:1])


def is_silent(*, last_contact_on: date | None, today: date, entered_on: date, alert_days: int) -> bool:
    """Nobody has heard of the intern for `alert_days` (A-148); without a contact, since the entry."""
    return (today - (last_contact_on or entered_on)) >= timedelta(days=alert_days)
