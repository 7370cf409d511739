"""« Publier et convoquer »: a draft becomes a version, is booked and told to people, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils import timezone

from accounts.models import Person
from database.rows import update
from design.french import NBSP, long_date, plural
from groups.journal import record_changed, record_created
from groups.models import TutorialGroup
from meetings.actions.convening import publish_sessions
from meetings.actions.placing import book, told_by_the_checks
from meetings.actions.plan_edits import PlanChanged, write_states
from meetings.actions.plans import changed_since
from meetings.actions.programme import copy_programmes
from meetings.facts import tutors_of
from meetings.models import Booking, Plan, PlanEntry, TutorialSession
from meetings.plans.checks import obstacles_in
from meetings.plans.comparing import Changes, changes_of
from meetings.plans.differences import Change
from meetings.plans.known import known_of
from meetings.plans.live import live_sessions
from meetings.plans.positions import Position, held, position_of, positions_of
from meetings.signals import sessions_cancelled, sessions_moved

State, RoomState = TutorialSession.State, TutorialSession.RoomState
REFUSALS_TOLD = 5
Journaled = dict[str, tuple[str, str]]


@told_by_the_checks
def publish_plan(
    *, plan: Plan, seen: int, actor: Person | None, cancel_reason: str = "", note: str = ""
) -> Plan:
    """Publish the draft as it was at revision `seen`: number it, book, convene, update and cancel; return it.

    `cancel_reason` goes to those whose session is taken away. The number of queries does not depend on that
    of sessions, but for rows written by batches. Raises `PlanChanged` when somebody was faster, and
    `ValidationError` when nothing changes, when a reason is missing, or with what refuses some sessions.
    """
    version = _number(plan, seen, actor, note)
    changes = changes_of(version, _held(version))
    _require_publishable(version, changes, cancel_reason)
    people = changes.people
    _keep_the_truth(version, changes)
    entries = {entry.group_id: entry for entry in version.entries.select_related("group__cohort", "room")}
    written = _write(version, changes, entries, actor, cancel_reason.strip())
    publish_sessions(sessions=written.new, actor=actor)
    if written.moved:
        sessions_moved.send(TutorialSession, moves=written.moved, actor=actor)
    if written.cancelled:
        sessions_cancelled.send(TutorialSession, sessions=written.cancelled, actor=actor)
    Plan.objects.filter(pk=version.pk).update(people_told=len(people))
    version.people_told = len(people)
    return version


@dataclass(frozen=True)
class _Written:
    """What was written to the sessions: those to convene, those moved with where they were, those gone."""

    new: Sequence[int]
    moved: Sequence[tuple[TutorialSession, Position]]
    cancelled: Sequence[TutorialSession]


def _number(plan: Plan, seen: int, actor: Person | None, note: str) -> Plan:
    """Make the draft the next version, if it still is a draft at that revision."""
    last = Plan.objects.filter(semester=plan.semester_id).aggregate(last=Max("number"))["last"] or 0
    numbered = Plan.objects.filter(pk=plan.pk, state=Plan.State.DRAFT, revision=seen).update(
        state=Plan.State.PUBLISHED,
        number=last + 1,
        published_at=timezone.now(),
        published_by=actor,
        note=note.strip(),
    )
    if not numbered:
        raise PlanChanged(changed_since(plan))
    return Plan.objects.select_related("semester").get(pk=plan.pk)


def _held(version: Plan) -> dict[int, TutorialSession]:
    """The live sessions by group, that nobody else changes until the end of the transaction."""
    sessions = live_sessions(version.semester).select_related("group__cohort").select_for_update(of=("self",))
    return {session.group_id: session for session in sessions}


def _require_publishable(version: Plan, changes: Changes, cancel_reason: str) -> None:
    if not changes.differences and version.number != 1:
        raise ValidationError("Rien n’a changé depuis la dernière version : il n’y a rien à publier.")
    removed = changes.of(Change.REMOVED)
    if removed and not cancel_reason.strip():
        raise ValidationError(
            f"{plural(len(removed), 'séance publiée est retirée', 'séances publiées sont retirées')}{NBSP}: "
            "dites pourquoi, le motif figure dans le message."
        )
    refusals = _refusals(version, changes)
    if refusals:
        more = len(refusals) - REFUSALS_TOLD
        raise ValidationError(
            [
                *refusals[:REFUSALS_TOLD],
                *([f"Et {plural(more, 'autre refus', 'autres refus')}."] if more > 0 else []),
            ]
        )


def _refusals(version: Plan, changes: Changes) -> list[str]:
    """What the checks refuse of the sessions that are new or move, and those placed in the past."""
    now = timezone.now()
    placed = {one.group: one.after for one in changes.differences if one.after}
    positions, known = positions_of(version.entries.order_by("pk")), known_of(version.semester)
    found = obstacles_in(version.semester, positions, known, placed)
    codes = {
        group.pk: group.code for group in TutorialGroup.objects.filter(pk__in=placed).select_related("cohort")
    }
    return [
        f"Groupe {codes[group]}{NBSP}: {sentence}"
        for group, position in placed.items()
        for sentence in (
            *(obstacle.sentence for obstacle in found[group] if obstacle.refuses),
            *([f"le {long_date(position.starts_at)} est passé."] if position.starts_at <= now else []),
        )
    ]


def _keep_the_truth(version: Plan, changes: Changes) -> None:
    """Have the version say of sessions held or begun what they are, whatever the draft said."""
    truth = {group: changes.sessions[group] for group in changes.fixed}
    planned = positions_of(version.entries.filter(group__in=truth).order_by("pk"))
    write_states(
        version,
        {
            group: held(position_of(session), resolution=session.resolution)
            for group, session in truth.items()
            if planned.get(group) != position_of(session)
        },
    )


def _write(
    version: Plan,
    changes: Changes,
    entries: Mapping[int, PlanEntry],
    actor: Person | None,
    cancel_reason: str,
) -> _Written:
    """Create, move and cancel the sessions, with their slots, their programme and the journal."""
    created, shifted, published, cancelled = [], [], [], []
    for one in changes.differences:
        session, entry = changes.sessions.get(one.group), entries.get(one.group)
        if entry is None:
            cancelled.append(changes.sessions[one.group])
        elif session is None:
            created.append(_session(version, entry, actor))
        elif position_of(session) == position_of(entry):
            published.append(session)
        else:
            shifted.append((session, entry))
    moves = [(session, position_of(session)) for session, _ in shifted]
    dropped = [
        session.pk
        for group, session in changes.sessions.items()
        if session.state == State.DRAFT and group not in entries and group not in changes.fixed
    ]
    TutorialSession.objects.bulk_create(created)
    journal = [*_shift(shifted), *_cancel(cancelled, cancel_reason)]
    Booking.objects.filter(session__in=[session for session, _ in journal]).delete()
    TutorialSession.objects.filter(pk__in=dropped).delete()
    standing = [*created, *(session for session, _ in shifted)]
    tutors = tutors_of(session.group_id for session in standing)
    book((session, tutors[session.group_id]) for session in standing)
    copy_programmes(sessions=created)
    record_created(created, actor)
    record_changed(journal, actor)
    waiting = [session for session, _ in moves if session.state == State.DRAFT]
    return _Written(
        new=[session.pk for session in (*created, *published, *waiting)],
        moved=[move for move in moves if move[0].state == State.PUBLISHED],
        cancelled=cancelled,
    )


def _session(version: Plan, entry: PlanEntry, actor: Person | None) -> TutorialSession:
    return TutorialSession(
        group=entry.group,
        semester=version.semester,
        number=version.semester.rank_for(entry.group.cohort.entered_on),
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        room=entry.room,
        place=entry.place,
        resolution=entry.resolution,
        created_by=actor,
    )


def _shift(shifted: Sequence[tuple[TutorialSession, PlanEntry]]) -> list[tuple[TutorialSession, Journaled]]:
    """Give sessions the place of their entries, asking for the rooms again; return what the journal says."""
    sessions = [session for session, _ in shifted]
    journal = [
        (
            session,
            _set(
                session,
                starts_at=entry.starts_at,
                ends_at=entry.ends_at,
                room_id=entry.room_id,
                place=entry.place,
                resolution=entry.resolution,
                room_state=RoomState.REQUESTED,
                sequence=session.sequence + (session.state == State.PUBLISHED),
            ),
        )
        for session, entry in shifted
    ]
    rows = TutorialSession.objects.filter(pk__in=[session.pk for session in sessions])
    rows.update(room_state=RoomState.REQUESTED)
    rows.filter(state=State.PUBLISHED).update(sequence=F("sequence") + 1)
    for fields in (("starts_at", "ends_at"), ("room",), ("place",), ("resolution",)):
        changed = [one for one, said in journal if not said.keys().isdisjoint(fields)]
        update(changed, fields)
    return journal


def _cancel(sessions: Sequence[TutorialSession], reason: str) -> list[tuple[TutorialSession, Journaled]]:
    TutorialSession.objects.filter(pk__in=[session.pk for session in sessions]).update(
        state=State.CANCELLED, cancel_reason=reason, sequence=F("sequence") + 1
    )
    return [
        (one, _set(one, state=State.CANCELLED, cancel_reason=reason, sequence=one.sequence + 1))
        for one in sessions
    ]


def _set(session: TutorialSession, **values: Any) -> Journaled:
    """Set fields of a session; return those that changed, as the journal keeps them."""
    changed = {name: (getattr(session, name), value) for name, value in values.items()}
    for name, value in values.items():
        setattr(session, name, value)
    return {
        name.removesuffix("_id"): (str(before), str(after))
        for name, (before, after) in changed.items()
        if before != after
    }
