"""Exactly who would get a message if a plan were published now."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from meetings.convening.calling import everybody_called
from meetings.convening.drafts import session_of, thread_of, who_knows
from meetings.models import Convocation, TutorialSession
from meetings.plans.differences import Difference


class Meeting(NamedTuple):
    """A session that is only planned; `pk` is the group's."""

    pk: int
    group_id: int
    starts_at: datetime


def people_to_tell(differences: Collection[Difference], sessions: Mapping[int, TutorialSession]) -> set[int]:
    """The ids of the persons to write to, once each; `sessions` are the live ones by group.

    Everybody called to a session that is new or moves; and those who knew of one that they lose, because it
    goes or because they left the group since. Four queries.
    """
    people = everybody_called(
        [Meeting(one.group, one.group, one.after.starts_at) for one in differences if one.after is not None]
    )
    known = {sessions[one.group].pk: one.group for one in differences if one.before and one.group in sessions}
    if not known:
        return people
    knowing = who_knows([thread_of(pk) for pk in known])
    present = Convocation.objects.filter(session__in=known, withdrawn_at=None)
    holding = set(present.order_by().values_list("session", "person"))
    return people | {person for thread, person in knowing if (session_of(thread), person) in holding}
