"""The places of a group on the lanes of a view of the board: where a card that is held can be dropped."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from design.french import NBSP, as_date
from groups.models import TutorialGroup
from meetings.plans.board import View, lane_of_cohort, lane_of_room, lane_of_tutor
from meetings.plans.places import Place

Lane = tuple[str, date]
"""A row of the board, by its key, on one day."""
NO_ROOM = "Aucune salle n’est libre à cette heure."


def places_by_lane(places: Sequence[Place], view: View, group: TutorialGroup) -> dict[Lane, list[Place]]:
    """The places each lane offers or refuses, by time; the cheapest free room where it is no room."""
    if view is View.ROOMS:
        return _by_day((lane_of_room(place.room), place) for place in places)
    cheapest = [_cheapest(list(at)) for _, at in groupby(places, lambda place: place.starts_at)]
    return _by_day((lane, place) for lane in _own_lanes(view, group) for place in cheapest)


def refusal_elsewhere(view: View, group: TutorialGroup) -> str:
    """Why a lane without any place for the group takes no drop; empty where there is nothing to say."""
    tutorships = group.active_tutorships  # type: ignore[attr-defined]
    if not tutorships:
        return "Ce groupe n’a pas de tuteur : désignez-en un pour placer sa séance."
    if view is View.TUTORS:
        line = f"«{NBSP}{tutorships[0].tutor.person.full_name}{NBSP}»"
        return f"Déposez la séance sur la ligne {line}{NBSP}: glisser ne change pas le tutorat."
    if view is View.COHORTS:
        return f"Déposez la séance sur la ligne de la promotion {group.cohort.year}."
    return ""


def _own_lanes(view: View, group: TutorialGroup) -> list[str]:
    if view is View.COHORTS:
        return [lane_of_cohort(group.cohort.year)]
    return [lane_of_tutor(tutorship.tutor_id) for tutorship in group.active_tutorships]  # type: ignore[attr-defined]


def _by_day(placed: Iterable[tuple[str, Place]]) -> dict[Lane, list[Place]]:
    lanes: dict[Lane, list[Place]] = defaultdict(list)
    for lane, place in placed:
        lanes[lane, as_date(place.starts_at)].append(place)
    return lanes


def _cheapest(at_once: Sequence[Place]) -> Place:
    """Of the places at one time, the cheapest free one; else one that says what refuses them all."""
    free = [place for place in at_once if place.delta is not None]
    if free:
        return min(free, key=lambda place: (place.delta, place.room_code))
    first, *others = at_once
    shared = tuple(reason for reason in first.reasons if all(reason in one.reasons for one in others))
    return Place(
        first.starts_at, first.ends_at, first.room, first.room_code, delta=None, reasons=shared or (NO_ROOM,)
    )
