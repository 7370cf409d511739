"""Every place one group could have with everything else left where it is, and what speaks against it."""

from collections.abc import Mapping
from dataclasses import dataclass

from .facts import Fact, Speaker, sentence
from .instance import Instance, Solution
from .schedule import Schedule
from .tables import Place, Tables, span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day id, a start and a room id; `delta` is the change of cost, None when something refuses it."""

    day: int
    start: int
    room: str
    delta: float | None
    refusals: tuple[Fact, ...] = ()


def candidates(
    instance: Instance, solution: Solution, group_id: str, *, names: Mapping[str, str] | None = None
) -> list[Candidate]:
    """Every start inside the grid × every room, in the order of days, starts and rooms of the instance.

    `delta` is against the group's present place, or against leaving it out when it has none.
    Raises KeyError for an unknown group.
    """
    tables = Tables(instance)
    group, places = tables.group_index[group_id], tables.places(solution)
    schedule = Schedule(tables)
    for other, place in places.items():
        if other != group and place.start >= 0:
            schedule.put(other, place)
    present_cost = _present_cost(schedule, group, places.get(group))
    return examined(schedule, group, Speaker(instance, names), present_cost)


def examined(schedule: Schedule, group: int, speaker: Speaker, present_cost: float = 0) -> list[Candidate]:
    """The same for a group that has no place in a schedule."""
    return _Examiner(schedule, group, speaker).all(present_cost)


def _present_cost(schedule: Schedule, group: int, place: Place | None) -> float:
    if (
        place is None
        or place.start not in schedule.tables.starts[group][place.day]
        or place.room not in schedule.tables.room_costs[group]
    ):
        return 0
    return schedule.cost_of_adding(group, place)


class _Examiner:
    def __init__(self, schedule: Schedule, group: int, speaker: Speaker) -> None:
        self._schedule = schedule
        self._tables = schedule.tables
        self._group = group
        self._known = schedule.tables.instance.groups[group]
        self._length = schedule.tables.durations[group]
        self._speaker = speaker

    def all(self, present_cost: float) -> list[Candidate]:
        tables, schedule = self._tables, self._schedule
        unsuited = [self._room_refusals(room) for room in range(len(tables.room_index))]
        found = []
        for day in range(len(tables.day_index)):
            for start in range(tables.slots - self._length + 1):
                people = self._people_refusals(day, start)
                then = 0 if people else schedule.moment_cost_of_adding(self._group, day, start) - present_cost
                for room in range(len(tables.room_index)):
                    place = Place(day, start, room)
                    refusals = (*people, *unsuited[room], *self._occupation_refusals(place))
                    delta = None if refusals else then + schedule.room_cost(self._group, place)
                    session = tables.session(self._group, place)
                    found.append(Candidate(session.day, start, session.room, delta, refusals))
        return found

    def _people_refusals(self, day: int, start: int) -> list[Fact]:
        tables, mask, known = self._tables, span(start, self._length), self._known
        refusals = []
        if tables.seminars[tables.cohort_of[self._group]][day] & mask:
            name = self._speaker.cohort(known.cohort)
            refusals.append(
                Fact("seminar", (known.cohort,), sentence(f"la promotion {name} est en séminaire"))
            )
        for id_, teacher in zip(known.teachers, tables.teachers[self._group], strict=True):
            name = self._speaker.tutor(id_)
            if tables.away[teacher][day] & mask:
                refusals.append(Fact("tutor_unavailable", (id_,), sentence(f"{name} est indisponible")))
            met = list(self._schedule.with_teacher(teacher, day, start, self._length))
            for other in met:
                other_id = tables.instance.groups[other].id
                text = f"{name} anime {self._speaker.group(other_id)}"
                refusals.append(Fact("tutor_overlap", (id_, other_id), sentence(text)))
            if len(self._schedule.taught(teacher, day)) >= tables.most[teacher]:
                text = f"{name} a déjà son maximum de séances ce jour-là ({tables.most[teacher]})"
                refusals.append(Fact("max_per_day", (id_,), sentence(text)))
        return refusals

    def _room_refusals(self, room: int) -> tuple[Fact, ...]:
        known = self._tables.instance.rooms[room]
        name = self._speaker.room(known.id)
        refusals = []
        if not known.group_work:
            text = f"{name} n’est pas adaptée au travail en groupe"
            refusals.append(Fact("room_unsuited", (known.id,), sentence(text)))
        if known.capacity < self._known.people:
            text = f"{name} a {known.capacity} places pour {self._known.people} personnes"
            refusals.append(Fact("room_capacity", (known.id,), sentence(text)))
        return tuple(refusals)

    def _occupation_refusals(self, place: Place) -> list[Fact]:
        tables = self._tables
        known = tables.instance.rooms[place.room]
        mask = span(place.start, self._length)
        refusals = []
        if tables.closed[place.room][place.day] & mask:
            refusals.append(
                Fact("room_closed", (known.id,), sentence(f"{self._speaker.room(known.id)} est fermée"))
            )
        for other in self._schedule.in_room(place, self._length):
            other_id = tables.instance.groups[other].id
            text = f"{self._speaker.group(other_id)} occupe {self._speaker.room(known.id)}"
            refusals.append(Fact("room_overlap", (known.id, other_id), sentence(text)))
        return refusals
