"""What a session is about: the department's cahier des charges, and the copy a tutor adapts (A-131)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.models import Person
from groups.models import Cohort
from meetings.models import ProgrammeItem, SessionItem, TutorialSession
from meetings.queries import programme_for


@transaction.atomic
def copy_programme(*, session: TutorialSession) -> int:
    """Copy the programme of the session's number into a session which has none; return how many lines."""
    if session.items.exists():
        return 0
    lines = [
        SessionItem(session=session, position=line.position, text=line.text, is_mandatory=line.is_mandatory)
        for line in programme_for(session.group.cohort, session.number)
    ]
    SessionItem.objects.bulk_create(lines)
    return len(lines)


@transaction.atomic
def replace_programme(
    *, cohort: Cohort | None, session_number: int, lines: list[tuple[str, bool]], actor: Person
) -> None:
    """Rewrite the cahier des charges of a session number, for everybody or for one cohort.

    `lines` are `(text, is mandatory)` in order. Sessions already placed keep the copy they have.
    """
    ProgrammeItem.objects.filter(cohort=cohort, session_number=session_number).delete()
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(
            cohort=cohort,
            session_number=session_number,
            position=position,
            text=text,
            is_mandatory=is_mandatory,
        )
        for position, (text, is_mandatory) in enumerate(lines, start=1)
    )


@transaction.atomic
def add_item(*, session: TutorialSession, text: str, actor: Person) -> SessionItem:
    """Add an optional line to the programme of one session, at its end (A-131)."""
    _require_not_over(session)
    text = text.strip()
    if not text:
        raise ValidationError("Écrivez le point à ajouter au programme.")
    last = session.items.aggregate(last=Max("position"))["last"] or 0
    return SessionItem.objects.create(session=session, position=last + 1, text=text, is_mandatory=False)


@transaction.atomic
def rename_item(*, item: SessionItem, text: str, actor: Person) -> None:
    """Reword a line for one session; the cahier des charges keeps its own words."""
    _require_not_over(item.session)
    text = text.strip()
    if not text:
        raise ValidationError("Écrivez le point du programme.")
    SessionItem.objects.filter(pk=item.pk).update(text=text)
    item.text = text


@transaction.atomic
def remove_item(*, item: SessionItem, actor: Person) -> None:
    """Take an optional line out of one session; a mandatory line stays."""
    _require_not_over(item.session)
    if item.is_mandatory:
        raise ValidationError("Ce point est obligatoire : il reste au programme de la séance.")
    item.delete()


def _require_not_over(session: TutorialSession) -> None:
    if session.state in (TutorialSession.State.CLOSED, TutorialSession.State.CANCELLED):
        raise ValidationError("Cette séance est terminée : son programme ne change plus.")
