"""What a plan is worth: its hard violations and its cost, term by term.

The definition of every rule and term is the format's checker; `tests/meetings/planner/` holds both equal.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .instance import ROUND_TABLE, Group, Instance, Interval, Room, Solution

TERMS = (
    "extra_days",
    "gaps",
    "distant_hours",
    "lunch",
    "preferred_day",
    "room_type",
    "room_waste",
    "intern_conflict",
    "spread",
)


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule that a plan breaks; `group` is empty when no group of the instance is concerned."""

    kind: str
    group: str
    message: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    hard: list[Violation]
    terms: dict[str, float]

    @property
    def cost(self) -> float:
        return sum(self.terms.values())


@dataclass(frozen=True, slots=True)
class _Held:
    """A session whose group, day and room exist."""

    group: Group
    day: int
    start: int
    end: int
    room: Room


def evaluate(instance: Instance, solution: Solution) -> Evaluation:
    """Every hard violation and the soft cost by term, whatever the solution says."""
    hard: list[Violation] = []
    held = _held(instance, solution, hard)
    _refuse_places(instance, held, hard)
    _refuse_overlaps(instance, held, hard)
    return Evaluation(hard, _terms(instance, held))


def _held(instance: Instance, solution: Solution, hard: list[Violation]) -> list[_Held]:
    groups = {group.id: group for group in instance.groups}
    rooms = {room.id: room for room in instance.rooms}
    days = {day.id for day in instance.days}
    seen: set[str] = set()
    held = []
    for session in solution.sessions:
        group = groups.get(session.group)
        if group is None:
            hard.append(Violation("unknown", "", f"{session.group} : groupe inconnu"))
            continue
        if group.id in seen:
            hard.append(Violation("duplicate", group.id, f"{group.id} : plus d’une séance"))
            continue
        seen.add(group.id)
        end = session.start + group.duration
        if session.day not in days or session.start < 0 or end > instance.grid.slots_per_day:
            hard.append(Violation("grid", group.id, f"{group.id} : hors de la grille"))
            continue
        room = rooms.get(session.room)
        if room is None:
            hard.append(Violation("unknown", group.id, f"{group.id} : salle {session.room} inconnue"))
            continue
        held.append(_Held(group, session.day, session.start, end, room))
    hard.extend(Violation("unplaced", id_, f"{id_} : aucune séance") for id_ in groups if id_ not in seen)
    return held


def _refuse_places(instance: Instance, held: list[_Held], hard: list[Violation]) -> None:
    tutors = {tutor.id: tutor for tutor in instance.tutors}
    cohorts = {cohort.id: cohort for cohort in instance.cohorts}
    for session in held:
        group, room = session.group, session.room
        if not room.group_work:
            hard.append(Violation("room_unsuited", group.id, f"{group.id} : {room.id} n’est pas adaptée"))
        if room.capacity < group.people:
            hard.append(Violation("room_capacity", group.id, f"{group.id} : {room.id} est trop petite"))
        if _hit(room.closures, session):
            hard.append(Violation("room_closed", group.id, f"{group.id} : {room.id} est fermée"))
        for id_ in group.teachers:
            if _hit(tutors[id_].unavailable, session):
                hard.append(Violation("tutor_unavailable", group.id, f"{group.id} : {id_} est indisponible"))
        if _hit(cohorts[group.cohort].seminars, session):
            hard.append(Violation("seminar", group.id, f"{group.id} : {group.cohort} est en séminaire"))


def _refuse_overlaps(instance: Instance, held: list[_Held], hard: list[Violation]) -> None:
    most = {tutor.id: tutor.max_per_day for tutor in instance.tutors}
    by_room: dict[tuple[str, int], list[_Held]] = defaultdict(list)
    by_person: dict[tuple[str, int], list[_Held]] = defaultdict(list)
    for session in held:
        by_room[session.room.id, session.day].append(session)
        for id_ in session.group.teachers:
            by_person[id_, session.day].append(session)
    for kind, used in (("room_overlap", by_room), ("tutor_overlap", by_person)):
        for (id_, day), sessions in used.items():
            sessions.sort(key=lambda session: session.start)
            for index, first in enumerate(sessions):
                for second in sessions[index + 1 :]:
                    if second.start >= first.end:
                        break
                    pair = f"{first.group.id} et {second.group.id}"
                    hard.append(
                        Violation(kind, second.group.id, f"{id_}, jour {day} : {pair} à la même heure")
                    )
    for (id_, day), sessions in by_person.items():
        if len(sessions) > most[id_]:
            hard.append(
                Violation(
                    "max_per_day", sessions[-1].group.id, f"{id_}, jour {day} : {len(sessions)} séances"
                )
            )


def _terms(instance: Instance, held: list[_Held]) -> dict[str, float]:
    params, weights = instance.params, instance.weights
    tutors = {tutor.id: tutor for tutor in instance.tutors}
    interns = {intern.id: intern for intern in instance.interns}
    preferred = instance.preferred_days()
    terms: dict[str, float] = dict.fromkeys(TERMS, 0)
    own: dict[str, dict[int, list[_Held]]] = defaultdict(lambda: defaultdict(list))
    by_cohort: dict[str, list[int]] = defaultdict(list)
    for session in held:
        group, room = session.group, session.room
        own[group.tutor][session.day].append(session)
        by_cohort[group.cohort].append(session.day)
        terms["lunch"] += weights.lunch * max(
            0, min(session.end, params.lunch_to) - max(session.start, params.lunch_from)
        )
        if tutors[group.tutor].driving_minutes >= params.distant_minutes:
            terms["distant_hours"] += weights.distant_hours * (
                max(0, params.distant_earliest_start - session.start)
                + max(0, session.end - params.distant_latest_end)
            )
        if session.day not in preferred[group.id]:
            terms["preferred_day"] += weights.preferred_day
        if room.kind != ROUND_TABLE:
            terms["room_type"] += weights.room_type
        empty = max(0, room.capacity - group.people)
        terms["room_waste"] += weights.room_waste * (empty // params.waste_unit)
        away = sum(_hit(interns[id_].unavailable, session) for id_ in group.interns)
        terms["intern_conflict"] += weights.intern_conflict * away
    for id_, by_day in own.items():
        terms["extra_days"] += (len(by_day) - 1) * weights.extra_day(tutors[id_])
        terms["gaps"] += weights.gap(tutors[id_]) * sum(
            idle_slots(instance, [(session.start, session.end) for session in sessions])
            for sessions in by_day.values()
        )
    for days in by_cohort.values():
        terms["spread"] += weights.spread * _outside_best_window(instance, days)
    return terms


def idle_slots(instance: Instance, sessions: Iterable[tuple[int, int]]) -> int:
    """Slots a tutor waits between the first start and the last end of a day's sessions, lunch not counted."""
    params = instance.params

    def worked(start: int, end: int) -> int:
        return (end - start) - max(0, min(end, params.lunch_to) - max(start, params.lunch_from))

    spans = list(sessions)
    if not spans:
        return 0
    whole = worked(min(start for start, _ in spans), max(end for _, end in spans))
    return max(0, whole - sum(worked(start, end) for start, end in spans))


def _outside_best_window(instance: Instance, days: list[int]) -> int:
    dates = {day.id: day.date.toordinal() for day in instance.days}
    held = [dates[day] for day in days]
    return min(
        sum(not 0 <= at - opens < instance.params.window_days for at in held) for opens in dates.values()
    )


def _hit(intervals: Iterable[Interval], session: _Held) -> bool:
    return any(interval.meets(session.day, session.start, session.end) for interval in intervals)
