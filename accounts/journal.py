"""The journal of who opened whose file."""

from django.utils import timezone

from accounts.models import Person
from accounts.tasks import record_file_access


def note_opening(*, actor: Person, subject: Person, part: str) -> None:
    """Have it recorded that `actor` opened `part` of the file of `subject`; one's own file is not noted.

    Handed to a task, so that the page itself writes nothing.
    """
    if actor.pk != subject.pk:
        record_file_access.delay(actor.pk, subject.pk, part, timezone.now().isoformat())
