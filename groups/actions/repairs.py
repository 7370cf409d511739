"""Repairing groups: sealed, drawn among equals, applied or given up. Nothing of it is ever removed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from groups.actions.groups import close_group, open_group
from groups.actions.memberships import leave_group, move_member, place_intern
from groups.actions.refusals import WITHOUT_REASON, ChangeRefused
from groups.actions.standing import change_cohort, change_standing
from groups.actions.tutorships import change_tutor
from groups.draw import Handover, Move, Source, draw_repair, seal_repair, seed_from
from groups.draw.canonical import canonical
from groups.drawing.documents import intern_id, pk_of
from groups.models import Cohort, Intern, Membership, Repair, Tutor, TutorialGroup
from groups.repairing import chosen_of, concerned_by, document_of, document_sealed, least_repairs, standing_of
from groups.repairing.mails import drafts_of_repair_seal
from outbox.actions import enqueue

Event, State = Repair.Event, Repair.State
LEAVING = {Event.DEPARTURE: Intern.Standing.LEFT, Event.LONG_LEAVE: Intern.Standing.LEAVE}
OVERTAKEN = (
    "Les groupes, les tuteurs ou une réparation en cours ont changé entre-temps. "
    "Relisez les propositions, puis recommencez."
)


def seal_repair_of(
    *,
    cohort: Cohort,
    event: str,
    reason: str,
    source: Source | None,
    expected_at: datetime | None = None,
    intern: Intern | None = None,
    tutor: Tutor | None = None,
    joined: Cohort | None = None,
    actor: Person | None,
) -> Repair:
    """Keep the repairs of least cost under a seal; a single one needs no draw and comes out drawn.

    `source` says where the seed will come from, None when there is nothing to draw; those concerned are told
    of the seal. Raises ChangeRefused:
    no reason, no repair that keeps the rules, another one open, or several repairs and no source.
    """
    if not reason.strip():
        raise ChangeRefused(WITHOUT_REASON)
    if (joined is None) == (event == Event.CHANGE_OF_COHORT):
        raise ChangeRefused("Choisissez la promotion rejointe.")
    state = standing_of(cohort)
    try:
        found = least_repairs(state, event, intern=intern, tutor=tutor)
    except ValueError as error:
        raise ChangeRefused(OVERTAKEN) from error
    if not found:
        raise ChangeRefused(
            "Aucune réparation ne respecte les tailles et les contraintes. "
            "Déplacez les personnes une par une, avec un motif."
        )
    is_drawn = len(found) > 1
    if is_drawn and source is None:
        raise ChangeRefused("Plusieurs réparations se valent : dites d’où viendra la graine.")
    given = source if source and is_drawn else Source(kind="")
    document = document_of(cohort, state, found, given)
    try:
        with transaction.atomic():
            repair = Repair.objects.create(
                cohort=cohort,
                event=event,
                intern=intern,
                tutor=tutor,
                joined=joined,
                reason=reason.strip()[:200],
                document=canonical(document.published()).decode(),
                digest=seal_repair(document),
                source=given.kind,
                expected_at=expected_at if is_drawn else None,
                sealed_at=timezone.now(),
                sealed_by=actor,
                state=State.SEALED if is_drawn else State.DRAWN,
                chosen=None if is_drawn else 0,
            )
            if is_drawn:
                people = concerned_by(cohort, document)
                repair.told.set(people)
                enqueue(drafts_of_repair_seal(repair, people))
            return repair
    except IntegrityError as error:
        raise ChangeRefused(
            "Une réparation est déjà en cours dans cette promotion. Appliquez-la ou abandonnez-la d’abord."
        ) from error


@transaction.atomic
def draw_among_repairs(
    *, repair: Repair, values: Sequence[str], provenance: str, attendance: str, actor: Person
) -> Repair:
    """Let the seed choose among equal repairs, once. Raises `groups.draw.WrongValue` for a value that cannot
    be the source's, ChangeRefused before it exists or when it was drawn already."""
    now = timezone.now()
    if repair.expected_at and now < repair.expected_at:
        raise ChangeRefused("La graine n’existe pas encore : attendez l’heure annoncée.")
    document = document_sealed(repair)
    chosen = draw_repair(document, seed_from(document.source, values))
    claimed = Repair.objects.filter(pk=repair.pk, state=State.SEALED).update(
        state=State.DRAWN,
        values=[value.strip() for value in values],
        provenance=provenance,
        attendance=attendance,
        drawn_at=now,
        chosen=document.repairs.index(chosen),
    )
    if not claimed:
        raise ChangeRefused("Cette réparation est déjà tirée, ou abandonnée. Rechargez la page.")
    repair.refresh_from_db()
    return repair


@transaction.atomic
def apply_repair(*, repair: Repair, on: date | None = None, actor: Person) -> None:
    """Do what the repair drawn says, all of it or nothing, from the day `on` (today).

    Raises ChangeRefused when it is not drawn or over, when the groups are no longer those that were sealed,
    or when a change it is made of is refused.
    """
    claimed = Repair.objects.filter(pk=repair.pk, state=State.DRAWN).update(
        state=State.APPLIED, settled_at=timezone.now(), settled_by=actor
    )
    if not claimed:
        raise ChangeRefused("Cette réparation est déjà appliquée, ou abandonnée. Rechargez la page.")
    repair.refresh_from_db()
    if standing_of(repair.cohort).groups != document_sealed(repair).groups:
        raise ChangeRefused(
            "Les groupes ont changé depuis le scellement. Abandonnez cette réparation, puis recommencez."
        )
    chosen = chosen_of(repair)
    groups = {each.number: each for each in repair.cohort.groups.filter(closed_at=None).order_by("number")}
    for handover in chosen.handovers:
        _hand_over(repair, handover, groups, on, actor)
    _let_the_person_go(repair, on, actor)
    for move in chosen.moves:
        if repair.intern is None or move.person != intern_id(repair.intern.pk) or move.after:
            _move(repair, move, groups, on, actor)
    if repair.tutor:
        Tutor.objects.filter(pk=repair.tutor.pk).update(availability=Tutor.Availability.WITHDRAWING)


@transaction.atomic
def abandon_repair(*, repair: Repair, reason: str, actor: Person) -> None:
    """Give up a repair that is not applied; it stays, with its reason. Raises ChangeRefused."""
    if not reason.strip():
        raise ChangeRefused("Donnez le motif : il reste avec la réparation abandonnée.")
    closed = Repair.objects.filter(pk=repair.pk, state__in=(State.SEALED, State.DRAWN)).update(
        state=State.ABANDONED,
        settled_at=timezone.now(),
        settled_by=actor,
        closed_reason=reason.strip()[:200],
    )
    if not closed:
        raise ChangeRefused("Cette réparation est déjà appliquée, ou abandonnée. Rechargez la page.")


def _hand_over(
    repair: Repair, handover: Handover, groups: dict[int, TutorialGroup], on: date | None, actor: Person
) -> None:
    """Another tutor for a group, a new group, or a group that closes."""
    if not handover.after:
        close_group(group=groups[handover.group], reason=repair.reason, on=on, actor=actor)
        return
    tutor = Tutor.objects.select_related("person").get(pk=pk_of(handover.after))
    if handover.group not in groups:
        groups[handover.group] = open_group(
            cohort=repair.cohort, number=handover.group, tutor=tutor, reason=repair.reason, on=on, actor=actor
        )
        return
    change_tutor(group=groups[handover.group], tutor=tutor, reason=repair.reason, on=on, actor=actor)


def _let_the_person_go(repair: Repair, on: date | None, actor: Person) -> None:
    """The intern who leaves: out of the group, with the standing or the cohort that this means."""
    intern = repair.intern
    if intern is None or repair.event == Event.ARRIVAL:
        return
    if repair.joined:
        change_cohort(intern=intern, cohort=repair.joined, reason=repair.reason, on=on, actor=actor)
        return
    seat = Membership.objects.get(intern=intern, ends_on=None)
    leave_group(membership=seat, reason=repair.reason, on=on, actor=actor)
    change_standing(intern=intern, standing=LEAVING[Event(repair.event)], semester_lag=intern.semester_lag)


def _move(
    repair: Repair, move: Move, groups: dict[int, TutorialGroup], on: date | None, actor: Person
) -> None:
    """Somebody else moves, or the one who arrives comes in. The sizes were weighed by the repair."""
    intern = Intern.objects.select_related("person", "cohort").get(pk=pk_of(move.person))
    group = groups[move.after]
    if not move.before:
        if intern.standing != Intern.Standing.ACTIVE:
            change_standing(intern=intern, standing=Intern.Standing.ACTIVE, semester_lag=intern.semester_lag)
        place_intern(intern=intern, group=group, reason=repair.reason, override=True, on=on, actor=actor)
        return
    seat = Membership.objects.select_related("intern").get(intern=intern, ends_on=None)
    move_member(membership=seat, group=group, reason=repair.reason, override=True, on=on, actor=actor)
