"""The plan of the semester to come: the version people were told of, and a draft with some changes in it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from meetings.actions.plan_edits import record_edit, states_of, write_states
from meetings.actions.plans import open_draft
from meetings.models import Plan, PlanEdit, PlanEntry, TutorialSession
from meetings.plans.alerts import BREAKING
from meetings.plans.checks import obstacles_in
from meetings.plans.known import known_of
from meetings.plans.live import live_sessions
from meetings.plans.positions import Position, held, positions_of
from tutorat.demo import people
from tutorat.demo.loading.convening import CONVENED_DAYS_AGO
from tutorat.demo.loading.world import World

STARTS = (time(14), time(16, 30), time(10, 30), time(8, 30))
LENGTH = timedelta(hours=2)
PLACED = 2
"""Groups that the draft places and that had no session yet."""


def write_plans(world: World) -> None:
    """Version 1 is what was convened. In the small faculty, the secretary has begun to change the draft."""
    semester = world.semesters[world.calendar.campaign]
    secretary = world.person(people.SECRETARY.email)
    published = live_sessions(semester).filter(state=TutorialSession.State.PUBLISHED)
    published_at = world.calendar.before_today(CONVENED_DAYS_AGO, 9, 40)
    version = Plan.objects.create(
        semester=semester,
        state=Plan.State.PUBLISHED,
        number=1,
        modified_at=published_at,
        modified_by=secretary,
        published_at=published_at,
        published_by=secretary,
        people_told=len(set(published.values_list("convocations__person", flat=True)) - {None}),
    )
    PlanEntry.objects.bulk_create(
        PlanEntry(
            plan=version,
            group_id=session.group_id,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            room_id=session.room_id,
            place=session.place,
        )
        for session in published
    )
    if world.profile.is_readable:
        _change(world, open_draft(semester=semester, actor=secretary), version)


def _change(world: World, draft: Plan, version: Plan) -> None:
    """Move a session people know of, give another one another room, place groups that wait, lock one."""
    known = list(version.entries.order_by("starts_at", "pk"))
    moving, changing, locked = known[-1], known[0], known[1]
    placed = set(draft.entries.values_list("group", flat=True))
    waiting = [one.group.pk for one in world.groups if one.group.pk not in placed][:PLACED]
    changes = [(changing.group_id, changing.starts_at), (moving.group_id, None)]
    for group, starts_at in [*changes, *((group, None) for group in waiting)]:
        position = _free(world, draft, group, starts_at)
        if position:
            kind = PlanEdit.Kind.PLACED if group in waiting else PlanEdit.Kind.MOVED
            _write(world, draft, kind, group, held(position))
    before = states_of(draft, [locked.group_id])
    state = before[locked.group_id]
    if state:
        _write(world, draft, PlanEdit.Kind.LOCKED, locked.group_id, state | {"is_locked": True})


def _write(world: World, draft: Plan, kind: PlanEdit.Kind, group: int, state: dict) -> None:
    before = states_of(draft, [group])
    write_states(draft, {group: state})
    record_edit(draft, kind, before, {group: state}, world.person(people.SECRETARY.email))


def _free(world: World, draft: Plan, group: int, starts_at: datetime | None) -> Position | None:
    """Another place for a group with nothing in the way, at that moment when one is given."""
    positions, known = positions_of(draft.entries.order_by("pk")), known_of(draft.semester)
    now = positions.pop(group, None)
    for position in _places(world, starts_at):
        if now and (position == now or (starts_at is None and position.day == now.day)):
            continue
        found = obstacles_in(draft.semester, positions | {group: position}, known, [group])
        if not any(obstacle.refuses or obstacle.kind in BREAKING for obstacle in found[group]):
            return position
    return None


def _places(world: World, starts_at: datetime | None) -> Iterator[Position]:
    calendar = world.calendar
    days: list[date] = [calendar.thursday, calendar.tuesday]
    moments = (
        [starts_at]
        if starts_at
        else [calendar.moment(day, start.hour, start.minute) for day in days for start in STARTS]
    )
    for moment in moments:
        for room in world.rooms:
            if room.group_work:
                yield Position(moment, moment + LENGTH, room.pk)
