"""The journal of who opened whose file."""

from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import Person
from accounts.tasks import record_file_access


def note_opening(*, actor: Person, subject: Person, part: str) -> None:
    """Have it recorded that `actor` opened `part` of the file of `subject`; one's own file is not noted.

    Handed to a task, so that the page itself writes nothing; written at once when the broker does not answer.
    """
    if actor.pk != subject.pk:
        opening = (actor.pk, subject.pk, part, timezone.now().isoformat())
        try:
            record_file_access.delay(*opening)
        except OperationalError:
            record_file_access(*opening)
