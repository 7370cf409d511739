"""What stands against the sessions of a semester since they were placed, one sentence each.

Computed from what is known now, never stored: an alert is over when its cause is.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from django.urls import reverse

from design.french import (
    NBSP,
    as_date,
    capitalized,
    day_and_range,
    in_words,
    list_words,
    long_date,
    plural,
    weekday_date,
)
from meetings.models import Semester
from meetings.overview import Overview
from meetings.overview.lines import SessionLine

NAMED = 4
"""Past that many sessions the sentence says how many others there are."""


class Kind(StrEnum):
    SEMINAR = "seminar"
    ROOM_CLOSED = "room_closed"
    TUTOR_UNAVAILABLE = "tutor_unavailable"
    ROOM_UNCONFIRMED = "room_unconfirmed"
    NO_ROOM = "no_room"
    COMPLAINT = "complaint"
    FEED = "feed"


TONES = {
    Kind.SEMINAR: "brique",
    Kind.ROOM_CLOSED: "brique",
    Kind.TUTOR_UNAVAILABLE: "brique",
    Kind.ROOM_UNCONFIRMED: "ambre",
    Kind.NO_ROOM: "ambre",
    Kind.COMPLAINT: "ambre",
    Kind.FEED: "ambre",
}
ICONS = {
    Kind.SEMINAR: "calendar-x",
    Kind.ROOM_CLOSED: "door-closed",
    Kind.TUTOR_UNAVAILABLE: "user-x",
    Kind.ROOM_UNCONFIRMED: "door-open",
    Kind.NO_ROOM: "door-closed",
    Kind.COMPLAINT: "flag",
    Kind.FEED: "calendar-sync",
}


@dataclass(frozen=True)
class Alert:
    """A fact and its remedy. `sessions` are the ids of those concerned, `url` is where it is dealt with."""

    kind: Kind
    sentence: str
    remedy: str
    sessions: tuple[int, ...]
    url: str

    @property
    def tone(self) -> str:
        return TONES[self.kind]

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


def alerts_in(overview: Overview) -> list[Alert]:
    """The alerts of a semester, those that break the plan first, from what was read of it."""
    return [
        *_seminars(overview),
        *_closed_rooms(overview),
        *_absent_tutors(overview),
        *_rooms_to_confirm(overview),
        *_without_room(overview),
        *_complaints(overview),
        *_feeds(overview),
    ]


def alerts_beside_plan(overview: Overview) -> list[Alert]:
    """Those that say nothing of where a session is: rooms to confirm or to find, complaints, feeds."""
    return [
        *_rooms_to_confirm(overview),
        *_without_room(overview),
        *_complaints(overview),
        *_feeds(overview),
    ]


def _seminars(overview: Overview) -> Iterator[Alert]:
    """A-135."""
    for clash in overview.clashes:
        seminar = clash.seminar
        known_by = f", d’après l’agenda {_quoted(seminar.feed.name)}" if seminar.feed else ""
        yield Alert(
            Kind.SEMINAR,
            f"Le séminaire {_quoted(seminar.title)} de la promotion {seminar.cohort.year} tombe pendant "
            f"{_sessions(clash.sessions)}.",
            f"{capitalized(day_and_range(seminar.starts_at, seminar.ends_at))}{known_by}. "
            "Déplacez la séance, ou gardez-la avec un motif.",
            _ids(clash.sessions),
            f"{_planning(overview.semester)}&promotion={seminar.cohort.year}"
            f"&jour={as_date(seminar.starts_at).isoformat()}",
        )


def _closed_rooms(overview: Overview) -> Iterator[Alert]:
    for session in overview.in_closed_rooms:
        yield Alert(
            Kind.ROOM_CLOSED,
            f"La salle {session.room} est fermée pendant {_sessions([session])}.",
            f"{capitalized(day_and_range(session.starts_at, session.ends_at))}. "
            "Choisissez une autre salle, ou un autre moment.",
            (session.id,),
            reverse("meetings:session-detail", args=[session.id]),
        )


def _absent_tutors(overview: Overview) -> Iterator[Alert]:
    for session in overview.absent_tutors:
        yield Alert(
            Kind.TUTOR_UNAVAILABLE,
            f"{capitalized(_sessions([session]))} tombe sur une indisponibilité de son tutorat.",
            f"{capitalized(day_and_range(session.starts_at, session.ends_at))}. Déplacez la séance.",
            (session.id,),
            reverse("meetings:session-detail", args=[session.id]),
        )


def _rooms_to_confirm(overview: Overview) -> Iterator[Alert]:
    """A-140."""
    for room in overview.unconfirmed_rooms:
        first = weekday_date(room.sessions[0].starts_at)
        depend = (
            f"1{NBSP}séance en dépend, le {first}."
            if len(room.sessions) == 1
            else f"{len(room.sessions)}{NBSP}séances en dépendent, la première le {first}."
        )
        yield Alert(
            Kind.ROOM_UNCONFIRMED,
            f"La salle {room.room} n’est pas encore confirmée.",
            depend,
            _ids(room.sessions),
            f"{_planning(overview.semester)}&vue=tableau",
        )


def _without_room(overview: Overview) -> Iterator[Alert]:
    if sessions := overview.without_room:
        lacks = "n’a pas" if len(sessions) == 1 else "n’ont pas"
        yield Alert(
            Kind.NO_ROOM,
            f"{capitalized(_sessions(sessions))} {lacks} de salle.",
            "Choisissez-en une, puis demandez-la.",
            _ids(sessions),
            f"{_planning(overview.semester)}&vue=tableau",
        )


def _complaints(overview: Overview) -> Iterator[Alert]:
    """A-141."""
    coming: dict[int | None, list[SessionLine]] = defaultdict(list)
    for session in overview.coming:
        coming[session.room_id].append(session)
    for room in overview.rooms_complained_of:
        sessions = coming.get(room.pk, [])
        expected = f"{plural(len(sessions), 'séance')} à venir dans cette salle. " if sessions else ""
        yield Alert(
            Kind.COMPLAINT,
            f"La salle {room.code} est signalée inadaptée.",
            f"{plural(room.open_complaints, 'signalement')} à traiter. {expected}"
            + ("" if room.suits_groups else "Le planning l’écarte tant que vous n’avez pas répondu."),
            _ids(sessions),
            f"{reverse('meetings:room-edit', args=[room.pk])}#signalements",
        )


def _feeds(overview: Overview) -> Iterator[Alert]:
    for feed in overview.failing_feeds:
        since = long_date(cast(datetime, feed.failing_since))
        yield Alert(
            Kind.FEED,
            f"L’agenda {_quoted(feed.name)} n’est plus suivi depuis le {since}.",
            f"{feed.failure} Ce qu’il disait avant reste en place.",
            (),
            reverse("meetings:feed-list"),
        )


def _sessions(sessions: list[SessionLine]) -> str:
    """`la séance du groupe 25-01`, `les séances des groupes 25-01, 25-02, 25-03, 25-04 et deux autres`."""
    codes = [session.group.code for session in sessions]
    if len(codes) == 1:
        return f"la séance du groupe {codes[0]}"
    others = len(codes) - NAMED
    named = codes if others <= 1 else [*codes[:NAMED], f"{in_words(others)} autres"]
    return f"les séances des groupes {list_words(named)}"


def _quoted(name: str) -> str:
    return f"«{NBSP}{name}{NBSP}»"


def _planning(semester: Semester) -> str:
    return f"{reverse('meetings:planning')}?semestre={semester.pk}"


def _ids(sessions: list[SessionLine]) -> tuple[int, ...]:
    return tuple(session.id for session in sessions)
