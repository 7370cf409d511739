"""Reading people and the journal."""

from auditlog.models import LogEntry
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import FileAccess, Invitation, Person


def people() -> QuerySet[Person]:
    """Everybody, with `is_invited` (a link is waiting) and their roles loaded in one more query."""
    waiting = Invitation.objects.filter(
        person=OuterRef("pk"), accepted_at=None, expires_at__gt=timezone.now()
    )
    return Person.objects.annotate(is_invited=Exists(waiting)).prefetch_related("role_assignments")


def matching(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Keep the people whose name or address contains each of the words typed."""
    for word in words.split()[:5]:
        people = people.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
        )
    return people


def openings_of(person: Person) -> QuerySet[FileAccess]:
    """Who opened the file of `person`, latest first."""
    return FileAccess.objects.filter(subject=person).select_related("actor")


def openings() -> QuerySet[FileAccess]:
    return FileAccess.objects.select_related("actor", "subject")


def changes() -> QuerySet[LogEntry]:
    """Who changed what, latest first."""
    return LogEntry.objects.select_related("actor", "content_type").order_by("-timestamp", "-pk")
