"""The facts a message carries: enough to write it later without reading the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from design.french import PARIS
from meetings.convening.calling import Called
from meetings.models import Convocation, TutorialSession

ROOM_TO_COME = "salle à préciser"

Facts = dict[str, Any]


def where(session: TutorialSession) -> tuple[str, str]:
    """The room and the site of a session (its room loaded); elsewhere, the place alone."""
    if session.place:
        return session.place, ""
    site = settings.DEPARTMENT["place"]
    if session.room is None:
        return ROOM_TO_COME, site
    own = session.room.site
    return f"salle {session.room.code}", own if own and own not in site else site


def facts_of_session(
    session: TutorialSession, called: Sequence[Called], items: Sequence[str], now: datetime
) -> Facts:
    """What every message about a session says; `items` is its programme (group, cohort and room loaded)."""
    room, site = where(session)
    leading = [one.person for one in called if one.part == Convocation.Part.TUTOR]
    tutor = leading[0] if leading else None
    return {
        "session": session.pk,
        "uid": str(session.uid),
        "sequence": session.sequence,
        "stamp": now.isoformat(),
        "group": session.group.code,
        "number": session.number,
        "starts_at": session.starts_at.astimezone(PARIS).isoformat(),
        "ends_at": session.ends_at.astimezone(PARIS).isoformat(),
        "room": room,
        "site": site,
        "tutor": tutor.full_name if tutor else "",
        "tutor_titled": bool(tutor and tutor.title),
        "tutor_address": tutor.email if tutor else "",
        "interns": [one.person.full_name for one in called if one.part == Convocation.Part.INTERN],
        "items": list(items),
        "until_hours": session.group.cohort.policy.answer_until_hours,
    }


def facts_for(convocation: Convocation, shared: Facts, called: Called) -> Facts:
    """The facts of a session as one person is told them."""
    person = called.person
    return shared | {
        "convocation": convocation.pk,
        "part": convocation.part,
        "name": person.full_name,
        "hello": person.short_name,
    }
