"""The beginning and the end of a session, as the person who holds it decides them."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from design.french import as_date, long_date
from evaluations.actions.floor import pass_floor
from groups.models import Intern
from meetings.actions.presence import close_session, open_session, record_attendances
from meetings.models import TutorialSession


@transaction.atomic
def begin_session(*, session: TutorialSession, actor: Person) -> bool:
    """Open the session; return False when it was open. Raises ValidationError before its day."""
    _require_the_day(session)
    return open_session(session=session, actor=actor)


@transaction.atomic
def give_floor(*, session: TutorialSession, to: Intern | None, actor: Person) -> None:
    """Pass the floor, or suspend when `to` is None; the first turn begins the session."""
    if to is not None:
        begin_session(session=session, actor=actor)
    pass_floor(session=session, to=to, actor=actor)


@transaction.atomic
def end_session(
    *,
    session: TutorialSession,
    attendances: Mapping[Intern, str],
    actor: Person,
    reasons: Mapping[Intern, str] | None = None,
) -> None:
    """Note the presences still missing (`attendances`: intern → status), stop the clock, close the session.

    `reasons` are those announced in the answers: whoever is noted excused keeps his or hers.

    Raises ValidationError, and changes nothing, before the day or while somebody's presence is unknown.
    """
    _require_the_day(session)
    record_attendances(session=session, statuses=attendances, reasons=reasons or {}, actor=actor)
    pass_floor(session=session, to=None, actor=actor)
    close_session(session=session, actor=actor)


def _require_the_day(session: TutorialSession) -> None:
    if timezone.localdate() < as_date(session.starts_at):
        raise ValidationError(
            f"Cette séance est prévue le {long_date(session.starts_at)}. Elle s’ouvre ce jour-là."
        )
