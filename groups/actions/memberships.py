"""Who is in which group: placed, moved, taken out. The past is kept (D.1-1)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from design.french import plural
from groups.models import Intern, Membership, TutorialGroup
from groups.signals import members_changed


class MoveRefused(Exception):
    """The move cannot be made; the message is a French sentence. `is_full` when an override would do."""

    def __init__(self, message: str, *, is_full: bool = False) -> None:
        super().__init__(message)
        self.is_full = is_full


@transaction.atomic
def move_member(
    *,
    membership: Membership,
    group: TutorialGroup,
    reason: str,
    override: bool = False,
    on: date | None = None,
    actor: Person | None,
) -> Membership:
    """End a membership and start another in `group` on the day `on` (today); returns the new one.

    A reason is required, and over the policy's maximum size `override` too (D.1-2). Raises MoveRefused.
    """
    day = on or timezone.localdate()
    if not reason.strip():
        raise MoveRefused("Donnez le motif : il reste dans l’historique du groupe.")
    if group.pk == membership.group_id:
        raise MoveRefused("Cette personne est déjà dans ce groupe. Choisissez-en un autre.")
    _has_room(group, membership.intern, override)
    _end(membership, day, reason, actor)
    started = _start(membership.intern, group, day, reason, actor)
    members_changed.send(TutorialGroup, groups={membership.group_id, group.pk}, actor=actor)
    return started


@transaction.atomic
def place_intern(
    *,
    intern: Intern,
    group: TutorialGroup,
    reason: str = "",
    override: bool = False,
    on: date | None = None,
    actor: Person | None,
) -> Membership:
    """Put an intern who has no group into `group`; raises MoveRefused."""
    _has_room(group, intern, override)
    if override and not reason.strip():
        raise MoveRefused("Donnez le motif : il reste dans l’historique du groupe.")
    started = _start(intern, group, on or timezone.localdate(), reason, actor)
    members_changed.send(TutorialGroup, groups={group.pk}, actor=actor)
    return started


@transaction.atomic
def leave_group(*, membership: Membership, reason: str, on: date | None = None, actor: Person | None) -> None:
    """End a membership without another; a reason is required. Raises MoveRefused."""
    if not reason.strip():
        raise MoveRefused("Donnez le motif : il reste dans l’historique du groupe.")
    _end(membership, on or timezone.localdate(), reason, actor)
    members_changed.send(TutorialGroup, groups={membership.group_id}, actor=actor)


@transaction.atomic
def undo_move(*, membership: Membership) -> Membership:
    """Take back, the same day, a move that was a mistake; returns the membership that holds again.

    Raises MoveRefused once the day is over or something else has happened to the intern since.
    """
    today = timezone.localdate()
    previous = (
        Membership.objects.filter(intern=membership.intern_id, ends_on=membership.starts_on)
        .exclude(pk=membership.pk)
        .order_by("-pk")
        .first()
    )
    if membership.starts_on != today or previous is None:
        raise MoveRefused("Ce déplacement ne s’annule plus d’ici : déplacez de nouveau la personne.")
    current = Membership.objects.filter(pk=membership.pk, ends_on=None).first()
    if current is None:
        raise MoveRefused("La personne a changé de groupe entre-temps.")
    current.delete()
    previous.ends_on, previous.reason = None, ""
    previous.save(update_fields=["ends_on", "reason"])
    members_changed.send(TutorialGroup, groups={membership.group_id, previous.group_id}, actor=None)
    return previous


def _has_room(group: TutorialGroup, intern: Intern, override: bool) -> None:
    """Hold the group, so that two people do not take the last seat; raises MoveRefused."""
    held = (
        TutorialGroup.objects.select_for_update(of=("self",))
        .select_related("cohort__policy")
        .get(pk=group.pk)
    )
    if held.closed_at is not None:
        raise MoveRefused(f"Le {str(held).lower()} est dissous. Choisissez-en un autre.")
    if held.cohort_id != intern.cohort_id:
        raise MoveRefused("Un groupe ne réunit qu’une promotion. Choisissez un groupe de la même promotion.")
    size = held.memberships.filter(ends_on=None).count()
    if size >= held.cohort.policy.group_max and not override:
        raise MoveRefused(
            f"Le {str(held).lower()} compte déjà {plural(size, 'personne')}, "
            f"{held.cohort.policy.group_max} au plus. "
            "Choisissez un autre groupe, ou confirmez le dépassement.",
            is_full=True,
        )


def _end(membership: Membership, day: date, reason: str, actor: Person | None) -> None:
    ended = Membership.objects.select_for_update().filter(pk=membership.pk, ends_on=None).first()
    if ended is None:
        raise MoveRefused("Cette personne a déjà quitté ce groupe. Rechargez la page du groupe.")
    if day < ended.starts_on:
        raise MoveRefused("Cette personne n’est pas encore dans ce groupe à cette date.")
    ended.ends_on, ended.reason, ended.decided_by = day, reason.strip()[:200], actor
    ended.save(update_fields=["ends_on", "reason", "decided_by"])


def _start(intern: Intern, group: TutorialGroup, day: date, reason: str, actor: Person | None) -> Membership:
    try:
        with transaction.atomic():
            return Membership.objects.create(
                group=group, intern=intern, starts_on=day, reason=reason.strip()[:200], decided_by=actor
            )
    except IntegrityError as error:
        raise MoveRefused("Cette personne est déjà dans un groupe. Rechargez la page.") from error
