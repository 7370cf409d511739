"""The end of a session, as the person who holds it decides it."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import Person
from evaluations.actions.floor import pass_floor
from groups.models import Intern
from meetings.actions.presence import close_session, record_attendances
from meetings.models import TutorialSession


@transaction.atomic
def end_session(*, session: TutorialSession, attendances: Mapping[Intern, str], actor: Person) -> None:
    """Note the presences still missing (`attendances`: intern → status), stop the clock, close the session.

    Raises ValidationError, and changes nothing, when somebody's presence is still unknown.
    """
    record_attendances(session=session, statuses=attendances, actor=actor)
    pass_floor(session=session, to=None, actor=actor)
    close_session(session=session, actor=actor)
