"""A session changed outside of the draft: the draft follows where it had not decided otherwise."""

from django.db import transaction

from accounts.models import Person
from meetings.actions.plan_edits import PlanChanged, record_edit, states_of, take_draft, write_states
from meetings.models import PlanEdit, TutorialSession
from meetings.plans.live import draft_of
from meetings.plans.positions import Position, held, position_in


@transaction.atomic
def follow(
    *, session: TutorialSession, before: Position | None, after: Position | None, actor: Person | None
) -> bool:
    """Give the entry of the session's group the position `after` when the draft still had it at `before`.

    A group that the draft puts elsewhere keeps its place there. Return whether the draft changed.
    """
    draft = draft_of(session.semester)
    if draft is None:
        return False
    try:
        draft = take_draft(draft)
    except PlanChanged:
        return False  # published while this session moved: there is no draft left to follow
    group = session.group_id
    states = states_of(draft, [group])
    state = states[group]
    planned = position_in(state) if state else None
    if planned != before or planned == after:
        return False
    locked = bool(state and state["is_locked"])
    followed = {group: held(after, is_locked=locked, resolution=session.resolution) if after else None}
    write_states(draft, followed)
    record_edit(draft, PlanEdit.Kind.FOLLOWED, states, followed, actor)
    return True
