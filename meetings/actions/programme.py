"""What a session is about: the department's cahier des charges, and the copy a tutor adapts (A-131)."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.models import Person
from groups.models import Cohort
from meetings.models import ProgrammeItem, SessionItem, TutorialSession
from meetings.queries import programmes_for


@transaction.atomic
def copy_programmes(*, sessions: Collection[TutorialSession]) -> int:
    """Copy the programme of its number into each session (group loaded) that has none; return how many lines.

    Three queries, whatever the number of sessions.
    """
    having = set(
        SessionItem.objects.filter(session__in=sessions).order_by().values_list("session", flat=True)
    )
    empty = [session for session in sessions if session.pk not in having]
    programmes = programmes_for({(session.group.cohort_id, session.number) for session in empty})
    lines = [
        SessionItem(session=session, position=line.position, text=line.text, is_mandatory=line.is_mandatory)
        for session in empty
        for line in programmes[session.group.cohort_id, session.number]
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
