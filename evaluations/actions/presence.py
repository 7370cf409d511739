"""Noting at once who came, for the many sessions where everybody did."""

from django.db import transaction

from accounts.models import Person
from evaluations.queries.session import members_in
from groups.models import Intern
from meetings.actions.presence import record_attendances
from meetings.models import Attendance, Convocation, TutorialSession


@transaction.atomic
def note_everybody_present(*, session: TutorialSession, actor: Person) -> int:
    """Note present whoever has no presence yet and did not answer that they were prevented.

    Return how many. Raises ValidationError when the session is over.
    """
    unmarked = members_in(session).filter(came=None)  # type: ignore[misc]
    coming = [intern for intern in unmarked if not _is_prevented(intern)]
    return record_attendances(
        session=session, statuses=dict.fromkeys(coming, Attendance.Status.PRESENT), actor=actor
    )


def _is_prevented(intern: Intern) -> bool:
    convocation: Convocation | None = getattr(intern, "answered", None)
    return convocation is not None and convocation.answer == Convocation.Answer.PREVENTED
