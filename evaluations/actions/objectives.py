"""Precise aims at agreed dates (A-093): set, settled at the next session, taken up again."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Person
from evaluations.models import Objective
from groups.models import Intern
from meetings.models import TutorialSession

UNDO_FOR = timedelta(hours=24)
OUTCOMES = (Objective.State.KEPT, Objective.State.PARTLY, Objective.State.DROPPED)


def set_objective(
    *,
    intern: Intern,
    text: str,
    due_on: date,
    actor: Person,
    session: TutorialSession | None = None,
) -> Objective:
    """Set an objective for `due_on`, today at the earliest. Raises ValidationError, by field."""
    text = " ".join(text.split())
    errors = {}
    if not text:
        errors["text"] = "Écrivez l’objectif en une phrase."
    elif len(text) > 300:
        errors["text"] = f"L’objectif compte {len(text)} signes, pour 300 au plus. Raccourcissez-le."
    if due_on < timezone.localdate():
        errors["due_on"] = "Cette date est passée. Choisissez aujourd’hui ou un jour à venir."
    if errors:
        raise ValidationError(errors)
    return Objective.objects.create(intern=intern, text=text, due_on=due_on, set_by=actor, set_in=session)


def settle_objective(*, objective: Objective, state: str, actor: Person) -> bool:
    """Say what became of an open objective: kept, partly kept or dropped.

    Return False when it was already settled. Raises ValidationError for a state that settles nothing.
    """
    if state not in OUTCOMES:
        raise ValidationError("Dites si l’objectif est tenu, tenu en partie ou abandonné.")
    return _pass_to(objective, state, from_states=(Objective.State.OPEN,))


def reopen_objective(*, objective: Objective, actor: Person) -> bool:
    """Take a settled objective up again. Return False when it was open."""
    return _pass_to(objective, Objective.State.OPEN, from_states=OUTCOMES)


def _pass_to(objective: Objective, state: str, from_states: tuple[str, ...]) -> bool:
    settled_at = None if state == Objective.State.OPEN else timezone.now()
    changed = Objective.objects.filter(pk=objective.pk, state__in=from_states).update(
        state=state, settled_at=settled_at
    )
    if changed:
        objective.refresh_from_db()
    return bool(changed)


def withdraw_objective(*, objective: Objective, actor: Person) -> bool:
    """Take back an objective one has just set. Return False when it is another's, settled or a day old."""
    deleted, _ = Objective.objects.filter(
        pk=objective.pk,
        set_by=actor,
        state=Objective.State.OPEN,
        set_at__gte=timezone.now() - UNDO_FOR,
    ).delete()
    return bool(deleted)
