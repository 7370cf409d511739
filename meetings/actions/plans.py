"""Working on the draft of a semester: nothing here books a room or tells anybody.

`seen` is the revision of the draft that the page showed: a change to a group that somebody else changed since
is refused, and says who did.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from design.french import as_date, date_span, weekday_date
from groups.models import TutorialGroup
from meetings.actions.placing import require_times, resolution_for
from meetings.actions.plan_edits import (
    PlanChanged,
    States,
    gone,
    record_edit,
    require_untouched,
    states_of,
    take_draft,
    write_states,
)
from meetings.facts import examine, tutors_of
from meetings.models import Plan, PlanDayLock, PlanEdit, PlanEntry, Room, Semester
from meetings.plans.live import draft_of, fixed_groups, live_sessions
from meetings.plans.merging import Merged, merge
from meetings.plans.positions import Position, held, position_in, position_of, positions_of

Kind = PlanEdit.Kind
UNDO_DEPTH = 50
"""How many changes back somebody can go."""


@transaction.atomic
def open_draft(*, semester: Semester, actor: Person | None) -> Plan:
    """The draft of the semester; a new one begins as the sessions are now."""
    draft = draft_of(semester)
    if draft:
        return draft
    try:
        with transaction.atomic():
            draft = Plan.objects.create(semester=semester, modified_at=timezone.now(), modified_by=actor)
    except IntegrityError:
        return Plan.objects.get(semester=semester, state=Plan.State.DRAFT)
    PlanEntry.objects.bulk_create(
        PlanEntry(
            plan=draft,
            group_id=session.group_id,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            room_id=session.room_id,
            place=session.place,
            resolution=session.resolution,
        )
        for session in live_sessions(semester).select_for_update()
    )
    return draft


@transaction.atomic
def discard_draft(*, plan: Plan, seen: int, actor: Person) -> None:
    """Drop the draft and everything done to it; the sessions stay as they are.

    Raises `PlanChanged` when somebody changed it after the revision `seen`.
    """
    dropped, _ = Plan.objects.filter(pk=plan.pk, state=Plan.State.DRAFT, revision=seen).delete()
    if not dropped:
        raise PlanChanged(changed_since(plan))


@transaction.atomic
def place_entry(
    *,
    plan: Plan,
    group: TutorialGroup,
    starts_at: datetime,
    ends_at: datetime,
    seen: int,
    actor: Person,
    room: Room | None = None,
    place: str = "",
    accepted: Collection[str] = (),
    reason: str = "",
) -> bool:
    """Give a group its time and place in the draft, or another one; return False when nothing changes.

    Raises `NotPlaced` with what stands in the way (`accepted` and `reason` as for `place_session`),
    `PlanChanged` when somebody was faster, `ValidationError` when it is held, locked, or makes no sense.
    """
    require_times(starts_at, ends_at)
    position = Position(starts_at, ends_at, room.pk if room and not place else None, place)
    draft = take_draft(plan)
    before = _free_to_change(draft, group, seen)
    state = before[group.pk]
    if state and position_in(state) == position:
        return False
    _require_open_day(draft, position.day)
    examination = examine(
        group=group,
        semester=draft.semester,
        starts_at=starts_at,
        ends_at=ends_at,
        room=None if place else room,
        place=place,
        plan=draft,
    )
    resolution = resolution_for(examination.obstacles, accepted, reason)
    _change(
        draft,
        Kind.MOVED if state else Kind.PLACED,
        before,
        {group.pk: held(position, resolution=resolution)},
        actor,
    )
    return True


@transaction.atomic
def remove_entry(*, plan: Plan, group: TutorialGroup, seen: int, actor: Person) -> bool:
    """Leave a group without a session in the draft; return False when it has none.

    Raises as `place_entry` does.
    """
    draft = take_draft(plan)
    before = _free_to_change(draft, group, seen)
    if before[group.pk] is None:
        return False
    _change(draft, Kind.REMOVED, before, {group.pk: None}, actor)
    return True


@transaction.atomic
def lock_entry(*, plan: Plan, group: TutorialGroup, locked: bool, actor: Person) -> bool:
    """Have the planner keep a session where it is, or give it back; return False when nothing changes."""
    draft = take_draft(plan)
    before = states_of(draft, [group.pk])
    state = before[group.pk]
    if state is None or state["is_locked"] == locked:
        return False
    kind = Kind.LOCKED if locked else Kind.UNLOCKED
    _change(draft, kind, before, {group.pk: state | {"is_locked": locked}}, actor)
    return True


@transaction.atomic
def lock_day(*, plan: Plan, day: date, locked: bool, actor: Person) -> bool:
    """Keep a whole day as it is, or open it again; return False when nothing changes.

    Raises `ValidationError` for a day outside of the semester.
    """
    draft = take_draft(plan)
    require_day_of(draft.semester, day)
    if not _set_day(draft, day, locked):
        return False
    record_edit(draft, Kind.DAY_LOCKED if locked else Kind.DAY_UNLOCKED, {}, {}, actor, day)
    return True


@transaction.atomic
def undo(*, plan: Plan, actor: Person) -> PlanEdit:
    """Take back the last change that `actor` made to the draft and that still can be; return it.

    Sessions somebody changed since, or whose old place is taken, stay. Raises `ValidationError` when there is
    nothing left to take back.
    """
    draft = take_draft(plan)
    mine = PlanEdit.objects.filter(plan=draft, made_by=actor, undone_at=None).exclude(
        kind__in=(Kind.UNDONE, Kind.FOLLOWED)
    )
    for edit in mine.order_by("-revision")[:UNDO_DEPTH]:
        if _take_back(draft, edit, actor):
            edit.undone_at = timezone.now()
            edit.save(update_fields=["undone_at"])
            return edit
    raise ValidationError("Il n’y a aucun de vos changements à annuler dans ce brouillon.")


@transaction.atomic
def restore_version(*, version: Plan, seen: int | None, actor: Person) -> Merged:
    """Make the draft what a published version was; opens one when there is none.

    Sessions held or locked stay as the draft has them, and so do those whose date is past.
    `seen` is the revision of the draft shown, None when there was none; `PlanChanged` when it moved on.
    """
    draft = draft_of(version.semester)
    if draft and draft.revision != seen:
        raise PlanChanged(changed_since(draft))
    draft = take_draft(draft or open_draft(semester=version.semester, actor=actor))
    current = positions_of(draft.entries.order_by("pk"))
    now = timezone.now()
    living = version.entries.filter(group__closed_at=None).order_by("pk")
    proposed = {
        one.group_id: position_of(one) if one.starts_at > now else current[one.group_id]
        for one in living
        if one.starts_at > now or one.group_id in current
    }
    merged = merge(
        base=current,
        current=current,
        proposed=proposed,
        tutors=tutors_of(current.keys() | proposed.keys()),
        frozen=frozen_groups(draft),
    )
    rewrite(draft, merged, Kind.RESTORED, actor)
    return merged


def rewrite(draft: Plan, merged: Merged, kind: PlanEdit.Kind, actor: Person | None) -> None:
    """Make the entries of the groups `merged` moves what it says."""
    before = states_of(draft, merged.taken)
    after = {
        group: held(merged.positions[group]) if group in merged.positions else None for group in merged.taken
    }
    _change(draft, kind, before, after, actor)


def changed_since(plan: Plan) -> str:
    """Why something decided on the whole draft has to be looked at again."""
    draft = Plan.objects.filter(pk=plan.pk, state=Plan.State.DRAFT).select_related("modified_by").first()
    if draft is None:
        return gone(plan)
    who = f" par {draft.modified_by}" if draft.modified_by else ""
    return f"Le brouillon a été modifié{who} depuis que vous l’avez relu. Relisez-le, puis recommencez."


def frozen_groups(draft: Plan) -> set[int]:
    """The groups that nothing done in bulk may move: held, locked, or on a locked day."""
    days = set(PlanDayLock.objects.filter(plan=draft).values_list("day", flat=True))
    entries = PlanEntry.objects.filter(plan=draft).order_by("pk")
    stopped = {one.group_id for one in entries if one.is_locked or as_date(one.starts_at) in days}
    return stopped | fixed_groups(draft.semester, timezone.now())


def _free_to_change(draft: Plan, group: TutorialGroup, seen: int) -> States:
    """The state of the group, when somebody may change it by hand."""
    require_untouched(draft, [group.pk], seen)
    if fixed_groups(draft.semester, timezone.now(), [group.pk]):
        raise ValidationError(
            f"La séance du groupe {group.code} a commencé ou a été tenue : elle ne change plus."
        )
    states = states_of(draft, [group.pk])
    state = states[group.pk]
    if state and state["is_locked"]:
        raise ValidationError(f"La séance du groupe {group.code} est verrouillée : déverrouillez-la d’abord.")
    if state:
        _require_open_day(draft, position_in(state).day)
    return states


def require_day_of(semester: Semester, day: date) -> None:
    """Raise `ValidationError` for a day outside of the semester."""
    if not semester.starts_on <= day <= semester.ends_on:
        raise ValidationError(
            f"Choisissez un jour du semestre, {date_span(semester.starts_on, semester.ends_on)}."
        )


def _require_open_day(draft: Plan, day: date) -> None:
    if PlanDayLock.objects.filter(plan=draft, day=day).exists():
        raise ValidationError(f"Le {weekday_date(day)} est verrouillé : déverrouillez ce jour d’abord.")


def _change(draft: Plan, kind: PlanEdit.Kind, before: States, after: States, actor: Person | None) -> None:
    write_states(draft, after)
    record_edit(draft, kind, before, after, actor)


def _set_day(draft: Plan, day: date, locked: bool) -> bool:
    """Lock a day or open it again; return False when it is so already."""
    locks = PlanDayLock.objects.filter(plan=draft, day=day)
    if locks.exists() == locked:
        return False
    if locked:
        PlanDayLock.objects.create(plan=draft, day=day)
    else:
        locks.delete()
    return True


def _take_back(draft: Plan, edit: PlanEdit, actor: Person) -> bool:
    """Undo as much of a change as still can be; return False when nothing of it can."""
    if edit.day is not None:
        if not _set_day(draft, edit.day, edit.kind == Kind.DAY_UNLOCKED):
            return False
        record_edit(draft, Kind.UNDONE, {}, {}, actor, edit.day)
        return True
    now = states_of(draft, map(int, edit.after))
    back = _taken_back(draft, edit, now)
    if back:
        _change(draft, Kind.UNDONE, {group: now[group] for group in back}, back, actor)
    return bool(back)


def _taken_back(draft: Plan, edit: PlanEdit, now: States) -> dict:
    """What the groups of `edit` can have again, of what they had before it."""
    untouched = {
        group: edit.before[str(group)] for group, state in now.items() if state == edit.after[str(group)]
    }
    current = positions_of(draft.entries.order_by("pk"))
    proposed = {group: position for group, position in current.items() if untouched.get(group, True)}
    proposed |= {group: position_in(state) for group, state in untouched.items() if state}
    merged = merge(
        base=current,
        current=current,
        proposed=proposed,
        tutors=tutors_of(current.keys() | proposed.keys()),
        frozen=fixed_groups(draft.semester, timezone.now()),
    )
    return {
        group: state
        for group, state in untouched.items()
        if group not in merged.left and group not in merged.kept
    }
