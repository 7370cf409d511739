"""Where interns learn: placed in a group, moved, taken out, or entrusted alone. The past is kept (D.1-1)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from design.french import plural
from groups.actions.dates import day_of_effect
from groups.actions.refusals import WITHOUT_REASON, ChangeRefused, MoveRefused
from groups.models import Intern, Membership, Tutor, TutorialGroup
from groups.signals import members_changed


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
    day = day_of_effect(on)
    if not reason.strip():
        raise MoveRefused(WITHOUT_REASON)
    if group.pk == membership.group_id:
        raise MoveRefused("Cette personne est déjà dans ce groupe. Choisissez-en un autre.")
    _has_room(group, membership.intern, override)
    _end(membership, day, reason, actor)
    started = _start(membership.intern, group, day, reason, actor)
    _tell({membership.group_id, group.pk}, day, actor)
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
    day = day_of_effect(on)
    _has_room(group, intern, override)
    if override and not reason.strip():
        raise MoveRefused(WITHOUT_REASON)
    started = _start(intern, group, day, reason, actor)
    _tell({group.pk}, day, actor)
    return started


@transaction.atomic
def entrust_alone(
    *, intern: Intern, tutor: Tutor, reason: str, on: date | None = None, actor: Person | None
) -> Membership:
    """Follow an intern without a group, by `tutor` alone (A-011), ending the seat held so far if any.

    Raises ChangeRefused without a reason, or for a tutor who has no account or whom the intern already has.
    """
    day = day_of_effect(on)
    if not reason.strip():
        raise ChangeRefused(WITHOUT_REASON)
    if not tutor.person.is_active or tutor.status == Tutor.Status.CO_TUTOR:
        raise ChangeRefused(f"{tutor.person} ne peut pas suivre d’interne seul. Choisissez un autre tuteur.")
    current = Membership.objects.filter(intern=intern, ends_on=None).first()
    if current and current.tutor_id == tutor.pk:
        raise ChangeRefused(f"{tutor.person} suit déjà cette personne. Choisissez un autre tuteur.")
    if current:
        _end(current, day, reason, actor)
    started = _start(intern, tutor, day, reason, actor)
    if current:
        _tell({current.group_id}, day, actor)
    return started


@transaction.atomic
def leave_group(*, membership: Membership, reason: str, on: date | None = None, actor: Person | None) -> None:
    """End a membership without another; a reason is required. Raises MoveRefused."""
    if not reason.strip():
        raise MoveRefused(WITHOUT_REASON)
    day = day_of_effect(on)
    _end(membership, day, reason, actor)
    _tell({membership.group_id}, day, actor)


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
    _tell({membership.group_id, previous.group_id}, today, None)
    return previous


def _tell(groups: set[int | None], day: date, actor: Person | None) -> None:
    """Say that the groups changed; who is alone with a tutor (None among them) has no session."""
    members_changed.send(TutorialGroup, groups=groups - {None}, since=day, actor=actor)


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
    held = Membership.objects.select_for_update(of=("self",))
    ended = held.filter(pk=membership.pk, ends_on=None).first()
    if ended is None:
        raise MoveRefused("Cette personne a déjà quitté ce groupe. Rechargez la page du groupe.")
    if day < ended.starts_on:
        raise MoveRefused("Cette personne n’est pas encore dans ce groupe à cette date.")
    ended.ends_on, ended.reason, ended.decided_by = day, reason.strip()[:200], actor
    ended.save(update_fields=["ends_on", "reason", "decided_by"])


def _start(
    intern: Intern, place: TutorialGroup | Tutor, day: date, reason: str, actor: Person | None
) -> Membership:
    where = {"group" if isinstance(place, TutorialGroup) else "tutor": place}
    try:
        with transaction.atomic():
            return Membership.objects.create(
                **where, intern=intern, starts_on=day, reason=reason.strip()[:200], decided_by=actor
            )
    except IntegrityError as error:
        raise MoveRefused("Cette personne est déjà dans un groupe. Rechargez la page.") from error
