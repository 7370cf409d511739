"""Putting a session somewhere, moving it, taking it away; its slots are booked in the same transaction."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction

from accounts.models import Person
from database.rows import insert_values
from design.french import NBSP, as_date
from groups.models import TutorialGroup
from meetings.actions.following import follow
from meetings.actions.programme import copy_programmes
from meetings.facts import examine
from meetings.models import Booking, Room, Semester, TutorialSession
from meetings.obstacles import Obstacle, slots_between
from meetings.plans.positions import Position, position_of
from meetings.signals import sessions_cancelled, sessions_moved

EVERY_WARNING = "*"
STEP_MINUTES = 5
ATTEMPTS = 3

P = ParamSpec("P")
R = TypeVar("R")


class NotPlaced(ValidationError):
    """The session cannot be there, or not without somebody accepting it; `obstacles` says why."""

    def __init__(self, obstacles: Iterable[Obstacle]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__([obstacle.sentence for obstacle in self.obstacles])


def told_by_the_checks(action: Callable[P, R]) -> Callable[P, R]:
    """Run `action` in a transaction, again when the database refuses it.

    Somebody else took the slot between the checks and the writing: the second time, the checks see it and
    name it. Two writers who wait for each other come out the same way.
    """

    @wraps(action)
    def attempted(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(ATTEMPTS):
            try:
                with transaction.atomic():
                    return action(*args, **kwargs)
            except (IntegrityError, OperationalError) as error:
                refusal = error
        raise ValidationError(
            "Ce créneau vient d’être pris par quelqu’un d’autre. Rechargez la page, puis recommencez."
        ) from refusal

    return attempted


@told_by_the_checks
def place_session(
    *,
    group: TutorialGroup,
    semester: Semester,
    starts_at: datetime,
    ends_at: datetime,
    actor: Person | None,
    room: Room | None = None,
    place: str = "",
    number: int | None = None,
    accepted: Collection[str] = (),
    reason: str = "",
) -> TutorialSession:
    """Place the session of `group` as a draft, with its slots and the programme of its number.

    `place` is somewhere else than a room of the faculty (A-143). `number` defaults to the rank of the
    semester for the cohort. `accepted` holds the keys of the warnings accepted (`EVERY_WARNING` for all) and
    `reason` says why.
    Raises `NotPlaced` with what stands in the way, `ValidationError` for times that make no sense.
    """
    require_times(starts_at, ends_at)
    examination = examine(
        group=group, semester=semester, starts_at=starts_at, ends_at=ends_at, room=room, place=place
    )
    session = TutorialSession.objects.create(
        group=group,
        semester=semester,
        number=number or semester.rank_for(group.cohort.entered_on),
        starts_at=starts_at,
        ends_at=ends_at,
        room=None if place else room,
        place=place,
        resolution=resolution_for(examination.obstacles, accepted, reason),
        created_by=actor,
    )
    book([(session, [tutor.id for tutor in examination.proposal.group.tutors])])
    copy_programmes(sessions=[session])
    follow(session=session, before=None, after=position_of(session), actor=actor)
    return session


@told_by_the_checks
def move_session(
    *,
    session: TutorialSession,
    starts_at: datetime,
    ends_at: datetime,
    actor: Person,
    room: Room | None = None,
    place: str = "",
    accepted: Collection[str] = (),
    reason: str = "",
) -> bool:
    """Give a draft or published session another time or place; return False when nothing changes.

    A published one gets the next `sequence` and `sessions_moved` is sent. Raises as `place_session` does, and
    when the session is over or somebody else changed it meanwhile.
    """
    require_times(starts_at, ends_at)
    _require_movable(session)
    before = position_of(session)
    room = None if place else room
    if before == Position(starts_at, ends_at, room.pk if room else None, place):
        return False
    examination = examine(
        group=session.group,
        semester=session.semester,
        starts_at=starts_at,
        ends_at=ends_at,
        room=room,
        place=place,
        session=session,
    )
    resolution = resolution_for(examination.obstacles, accepted, reason)
    sequence = session.sequence + (session.state == TutorialSession.State.PUBLISHED)
    _claim(session, sequence=sequence)
    moved = TutorialSession.objects.get(pk=session.pk)
    moved.starts_at, moved.ends_at, moved.room, moved.place = starts_at, ends_at, room, place
    moved.room_state, moved.resolution = TutorialSession.RoomState.REQUESTED, resolution
    moved.save(update_fields=["starts_at", "ends_at", "room", "place", "room_state", "resolution"])
    moved.bookings.all().delete()
    book([(moved, [tutor.id for tutor in examination.proposal.group.tutors])])
    follow(session=moved, before=before, after=position_of(moved), actor=actor)
    if moved.state == TutorialSession.State.PUBLISHED:
        sessions_moved.send(TutorialSession, moves=[(moved, before)], actor=actor)
    for field in ("starts_at", "ends_at", "room", "place", "room_state", "resolution", "sequence"):
        setattr(session, field, getattr(moved, field))
    return True


@transaction.atomic
def remove_draft(*, session: TutorialSession, actor: Person) -> None:
    """Take away a session nobody was told about. Raises `ValidationError` when it is not a draft any more."""
    if session.state != TutorialSession.State.DRAFT:
        raise ValidationError("Cette séance est publiée : annulez-la pour prévenir les personnes convoquées.")
    _claim(session, sequence=session.sequence)
    follow(session=session, before=position_of(session), after=None, actor=actor)
    session.delete()


@transaction.atomic
def cancel_session(*, session: TutorialSession, reason: str, actor: Person) -> None:
    """Cancel a published session, free its slots and send `sessions_cancelled`.

    Raises `ValidationError` without a reason, or when the session is a draft, over, or already cancelled.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError("Dites pourquoi la séance est annulée : le motif figure dans le message.")
    if session.state == TutorialSession.State.DRAFT:
        raise ValidationError("Cette séance n’est qu’un brouillon : retirez-la du planning.")
    _require_movable(session)
    _claim(session, sequence=session.sequence + 1)
    cancelled = TutorialSession.objects.select_related("group__cohort", "room").get(pk=session.pk)
    cancelled.state, cancelled.cancel_reason = TutorialSession.State.CANCELLED, reason
    cancelled.save(update_fields=["state", "cancel_reason"])
    cancelled.bookings.all().delete()
    follow(session=cancelled, before=position_of(cancelled), after=None, actor=actor)
    sessions_cancelled.send(TutorialSession, sessions=[cancelled], actor=actor)
    for field in ("state", "cancel_reason", "sequence"):
        setattr(session, field, getattr(cancelled, field))


@told_by_the_checks
def book_again(*, group: TutorialGroup) -> int:
    """Give the slots of a group's coming sessions to the tutors it has now; return how many sessions.

    For the day a group changes tutor. Raises `ValidationError` when a new tutor is taken at that time.
    """
    states = (TutorialSession.State.DRAFT, TutorialSession.State.PUBLISHED)
    sessions = list(group.sessions.filter(state__in=states).select_related("group"))
    tutors = list(group.tutorships.filter(ends_on=None).values_list("tutor", flat=True))
    Booking.objects.filter(session__in=sessions).delete()
    book((session, tutors) for session in sessions)
    return len(sessions)


@transaction.atomic
def set_room_state(*, session: TutorialSession, confirmed: bool, actor: Person) -> bool:
    """Note that the room was confirmed, or is only asked for (A-140); return False when nothing changes."""
    states = TutorialSession.RoomState
    target = states.CONFIRMED if confirmed else states.REQUESTED
    if session.room_id is None or session.room_state == target:
        return False
    session.room_state = target
    session.save(update_fields=["room_state"])
    return True


@transaction.atomic
def confirm_rooms(*, sessions: Collection[int], actor: Person) -> int:
    """Note that the rooms asked for by these sessions were granted; return how many were not yet (A-140)."""
    waiting = TutorialSession.objects.filter(
        pk__in=sessions,
        room__isnull=False,
        room_state=TutorialSession.RoomState.REQUESTED,
        state__in=(TutorialSession.State.DRAFT, TutorialSession.State.PUBLISHED),
    ).order_by("pk")
    return sum(set_room_state(session=session, confirmed=True, actor=actor) for session in waiting)


def require_times(starts_at: datetime, ends_at: datetime) -> None:
    if starts_at.minute % STEP_MINUTES or ends_at.minute % STEP_MINUTES:
        raise ValidationError(
            f"Choisissez un horaire à cinq minutes près{NBSP}: 14{NBSP}h{NBSP}05, 14{NBSP}h{NBSP}10…"
        )
    if ends_at <= starts_at or as_date(starts_at) != as_date(ends_at):
        raise ValidationError("La séance doit finir après son début, le même jour.")


def _require_movable(session: TutorialSession) -> None:
    if session.state == TutorialSession.State.CLOSED:
        raise ValidationError("Cette séance a été tenue : elle ne change plus.")
    if session.state == TutorialSession.State.CANCELLED:
        raise ValidationError("Cette séance est annulée : placez-en une nouvelle pour ce groupe.")


def _claim(session: TutorialSession, *, sequence: int) -> None:
    """Take the row for this transaction if it still is as `session` shows it."""
    claimed = TutorialSession.objects.filter(
        pk=session.pk,
        state=session.state,
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=session.room_id,
        place=session.place,
    ).update(sequence=sequence)
    if not claimed:
        raise ValidationError(
            "Cette séance vient d’être modifiée par quelqu’un d’autre. Rechargez la page pour la revoir."
        )


def resolution_for(found: Iterable[Obstacle], accepted: Collection[str], reason: str) -> str:
    """The sentence kept with the session for the warnings somebody chose to pass over."""
    found = list(found)
    everything = EVERY_WARNING in accepted
    blocking = [
        obstacle for obstacle in found if obstacle.refuses or not (everything or obstacle.key in accepted)
    ]
    if blocking:
        raise NotPlaced(blocking)
    if not found:
        return ""
    reason = reason.strip()
    if not reason and not everything:
        raise ValidationError({"reason": "Dites pourquoi vous gardez ce créneau malgré l’avertissement."})
    sentences = " ".join(obstacle.sentence for obstacle in found)
    longest: Any = TutorialSession._meta.get_field("resolution").max_length
    kept = f"{reason} ({sentences})" if reason else sentences
    return kept if len(kept) <= longest else f"{kept[: longest - 1]}…"


def book(held: Iterable[tuple[TutorialSession, Collection[int]]]) -> None:
    """Write the slots of sessions with their tutors (by id): rooms, then tutors, then groups, each by its id.

    One order for everybody, so that two writers never wait for each other.
    """
    rows: list[tuple[int, int, int, int, int]] = []
    for session, tutors in held:
        slots = slots_between(session.starts_at, session.ends_at)
        owners = [(0, 0, session.room_id)] if session.room_id else []
        owners += [(0, tutor, 0) for tutor in tutors]
        owners.append((session.group_id, 0, 0))
        rows += [(*owner, slot, session.pk) for owner in owners for slot in slots]
    rows.sort()
    insert_values(
        Booking,
        ("group", "tutor", "room", "slot", "session"),
        [
            (group or None, tutor or None, room or None, slot, session)
            for group, tutor, room, slot, session in rows
        ],
    )
