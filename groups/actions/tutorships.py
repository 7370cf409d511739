"""Who tutors and co-tutors a group, over which period. The past is kept (D.1-1, A-172)."""

from datetime import date

from django.db import transaction

from accounts.actions import grant_role
from accounts.models import Person, Role
from groups.actions.dates import day_of_effect
from groups.actions.refusals import WITHOUT_REASON, ChangeRefused
from groups.models import Tutor, TutorialGroup, Tutorship
from groups.signals import tutors_changed

Part = Tutorship.Part
ROLES = {Part.TUTOR: Role.TUTOR, Part.CO_TUTOR: Role.CO_TUTOR}


@transaction.atomic
def change_tutor(
    *, group: TutorialGroup, tutor: Tutor, reason: str, on: date | None = None, actor: Person | None
) -> Tutorship:
    """Give a group another tutor from the day `on` (today); returns the new tutorship.

    A co-tutor of the group who becomes its tutor keeps both periods (A-172). Raises ChangeRefused without a
    reason, for the tutor it has, for a group or a tutor no longer there, or when a receiver objects.
    """
    held = _held(group)
    current = held.tutorships.filter(part=Part.TUTOR, ends_on=None).first()
    day = day_of_effect(on, began_on=current.starts_on if current else None)
    if current and current.tutor_id == tutor.pk:
        raise ChangeRefused(f"{tutor.person} suit déjà ce groupe. Choisissez quelqu’un d’autre.")
    if current:
        _end(current, day, reason, actor)
    co_tutorship = held.tutorships.filter(tutor=tutor, ends_on=None).first()
    if co_tutorship:
        _end(co_tutorship, day_of_effect(day, began_on=co_tutorship.starts_on), reason, actor)
    return _start(held, tutor, Part.TUTOR, day, reason, actor)


@transaction.atomic
def add_co_tutor(
    *, group: TutorialGroup, tutor: Tutor, reason: str = "", on: date | None = None, actor: Person | None
) -> Tutorship:
    """Add a co-tutor to a group from the day `on` (today); raises ChangeRefused as `change_tutor` does."""
    held = _held(group)
    if held.tutorships.filter(tutor=tutor, ends_on=None).exists():
        raise ChangeRefused(f"{tutor.person} suit déjà ce groupe. Choisissez quelqu’un d’autre.")
    return _start(held, tutor, Part.CO_TUTOR, day_of_effect(on), reason, actor)


@transaction.atomic
def end_co_tutorship(
    *, tutorship: Tutorship, reason: str, on: date | None = None, actor: Person | None
) -> None:
    """End the part of a co-tutor; raises ChangeRefused without a reason, or when it is over already."""
    current = (
        Tutorship.objects.select_for_update()
        .filter(pk=tutorship.pk, part=Part.CO_TUTOR, ends_on=None)
        .first()
    )
    if current is None:
        raise ChangeRefused("Ce co-tutorat est déjà terminé. Rechargez la page du groupe.")
    day = day_of_effect(on, began_on=current.starts_on)
    _end(current, day, reason, actor)
    tutors_changed.send(TutorialGroup, group=current.group, since=day, actor=actor)


def _held(group: TutorialGroup) -> TutorialGroup:
    """Lock the group, so that two people do not give it two tutors."""
    held = TutorialGroup.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=group.pk)
    if held.closed_at is not None:
        raise ChangeRefused(f"Le {str(held).lower()} est dissous. Choisissez-en un autre.")
    return held


def _end(tutorship: Tutorship, day: date, reason: str, actor: Person | None) -> None:
    if not reason.strip():
        raise ChangeRefused(WITHOUT_REASON)
    tutorship.ends_on, tutorship.reason, tutorship.decided_by = day, reason.strip()[:200], actor
    tutorship.save(update_fields=["ends_on", "reason", "decided_by"])


def _start(
    group: TutorialGroup, tutor: Tutor, part: str, day: date, reason: str, actor: Person | None
) -> Tutorship:
    if not tutor.person.is_active:
        raise ChangeRefused(f"Le compte de {tutor.person} est désactivé. Choisissez quelqu’un d’autre.")
    grant_role(person=tutor.person, role=ROLES[Part(part)])
    started = Tutorship.objects.create(
        group=group, tutor=tutor, part=part, starts_on=day, reason=reason.strip()[:200], decided_by=actor
    )
    tutors_changed.send(TutorialGroup, group=group, since=day, actor=actor)
    return started
