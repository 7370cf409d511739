"""Noting at once who came, for the many sessions where everybody did."""

from django.db import transaction

from accounts.models import Person
from evaluations.queries.session import members_in
from meetings.actions.presence import record_attendance
from meetings.models import Attendance, Convocation, TutorialSession


@transaction.atomic
def note_everybody_present(*, session: TutorialSession, actor: Person) -> int:
    """Note present whoever has no presence yet and did not answer that they were prevented.

    Return how many. Raises ValidationError when the session is over.
    """
    noted = 0
    for intern in members_in(session).filter(came=None):
        answer = intern.answered  # type: ignore[attr-defined]
        if answer is None or answer.answer != Convocation.Answer.PREVENTED:
            record_attendance(session=session, intern=intern, status=Attendance.Status.PRESENT, actor=actor)
            noted += 1
    return noted
