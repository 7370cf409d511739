"""Why a session is where it is, and where else it could be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .adapting import Adaptation, best_adaptations
from .evaluation import TERMS, evaluate
from .facts import Fact, Speaker, counted, points, sentence
from .instance import Group, Instance, Interval, PlannedSession, Solution
from .schedule import Schedule
from .tables import Tables

MOST_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class TermLine:
    """What a session pays under one term, in points."""

    term: str
    points: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place; `delta` is the change of the whole cost once all `moves` are made."""

    day: int
    start: int
    room: str
    delta: float
    moves: tuple[PlannedSession, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """`avoided` are facts of that day that the session keeps clear of, of the kinds of refusals."""

    terms: tuple[TermLine, ...]
    avoided: tuple[Fact, ...]
    alternatives: tuple[Alternative, ...]


def explain(
    instance: Instance,
    solution: Solution,
    group_id: str,
    *,
    names: Mapping[str, str] | None = None,
    locked: Collection[str] = (),
) -> Explanation:
    """The terms one session pays, the conflicts it avoids, and its three best alternatives.

    For an alternative everything else may move to make room, except the locked groups and those which break a
    hard rule where they are. They are the best of each of the three best days (of half-days, then of hours,
    when fewer days are possible), the cheapest of all first. Raises KeyError for an unknown group.
    """
    groups = {group.id: group for group in instance.groups}
    group, session = groups[group_id], solution.of(group_id)
    speaker = Speaker(instance, names)
    terms: tuple[TermLine, ...] = ()
    avoided: tuple[Fact, ...] = ()
    if session is not None:
        terms = _terms(instance, solution, group, session, speaker)
        avoided = tuple(_avoided(instance, solution, group, session, speaker))
    return Explanation(terms, avoided, _alternatives(instance, solution, group, speaker, locked))


def _terms(
    instance: Instance, solution: Solution, group: Group, session: PlannedSession, speaker: Speaker
) -> tuple[TermLine, ...]:
    others = Solution(tuple(other for other in solution.sessions if other.group != group.id))
    whole, without = evaluate(instance, solution).terms, evaluate(instance, others).terms
    told = _TermTeller(instance, group, session, speaker)
    paid = ((term, whole[term] - without[term]) for term in TERMS)
    return tuple(TermLine(term, paid_, told.sentence(term, paid_)) for term, paid_ in paid if paid_ != 0)


class _TermTeller:
    def __init__(self, instance: Instance, group: Group, session: PlannedSession, speaker: Speaker) -> None:
        self._instance, self._group, self._session, self._speaker = instance, group, session, speaker

    def sentence(self, term: str, paid: float) -> str:
        return sentence(f"{self._text(term, paid)}\u00a0: {points(paid)}")

    def _text(self, term: str, paid: float) -> str:
        tutor, room = self._speaker.tutor(self._group.tutor), self._speaker.room(self._session.room)
        if term == "gaps" and paid < 0:
            return f"la séance comble une attente pour {tutor}"
        if term == "spread" and paid < 0:
            return "la séance rapproche sa promotion"
        return {
            "extra_days": f"{tutor} se déplace un jour de plus",
            "gaps": f"{tutor} attend entre deux séances",
            "distant_hours": f"{tutor} vient de loin et l’heure est extrême",
            "lunch": "la séance mord sur la pause de midi",
            "preferred_day": self._other_day(),
            "room_type": f"{room} n’est pas en table ronde",
            "room_waste": f"{room} est trop grande",
            "intern_conflict": self._away(),
            "spread": "la séance est loin des autres de sa promotion",
        }[term]

    def _other_day(self) -> str:
        """Whose wish the day is not: the tutor's own stands for that of the department."""
        tutor = next(tutor for tutor in self._instance.tutors if tutor.id == self._group.tutor)
        if tutor.preferred_days is not None:
            return f"ce n’est pas un jour que préfère {self._speaker.tutor(tutor.id)}"
        cohort = next(cohort for cohort in self._instance.cohorts if cohort.id == self._group.cohort)
        return f"ce n’est pas {self._speaker.preferred_day(cohort.department)}"

    def _away(self) -> str:
        interns = {intern.id: intern for intern in self._instance.interns}
        session, end = self._session, self._session.start + self._group.duration
        away = sum(
            any(one.meets(session.day, session.start, end) for one in interns[id_].unavailable)
            for id_ in self._group.interns
        )
        return f"{counted(away, 'interne n’est pas libre', 'internes ne sont pas libres')}"


def _avoided(
    instance: Instance, solution: Solution, group: Group, session: PlannedSession, speaker: Speaker
) -> list[Fact]:
    """The facts of that day that a session at another hour or in the same room would meet."""
    found = []
    ends = session.start + group.duration
    cohort = next(cohort for cohort in instance.cohorts if cohort.id == group.cohort)
    room = next(room for room in instance.rooms if room.id == session.room)
    owners: list[tuple[str, str, str, tuple[Interval, ...]]] = [
        ("seminar", cohort.id, f"le séminaire de la promotion {speaker.cohort(cohort.id)}", cohort.seminars),
        ("room_closed", room.id, f"la fermeture de {speaker.room(room.id)}", room.closures),
    ]
    for tutor in instance.tutors:
        if tutor.id in group.teachers:
            text = f"le moment où {speaker.tutor(tutor.id)} est indisponible"
            owners.append(("tutor_unavailable", tutor.id, text, tutor.unavailable))
    for kind, id_, text, intervals in owners:
        for interval in intervals:
            if interval.day == session.day and not interval.meets(session.day, session.start, ends):
                end = min(interval.end, instance.grid.slots_per_day)
                hours = speaker.hours(max(0, interval.start), end)
                found.append(Fact(kind, (id_,), sentence(f"évite {text}, {hours}")))
    groups = {other.id: other for other in instance.groups}
    for other in solution.sessions:
        known = groups.get(other.group)
        if known is None or other.day != session.day or other.group == group.id:
            continue
        if other.start < ends and session.start < other.start + known.duration:
            continue
        hours = speaker.hours(other.start, other.start + known.duration)
        for id_ in set(group.teachers) & set(known.teachers):
            text = f"évite le moment où {speaker.tutor(id_)} anime {speaker.group(known)}, {hours}"
            found.append(Fact("tutor_overlap", (id_, known.id), sentence(text)))
        if other.room == session.room:
            text = f"évite le moment où {speaker.group(known)} occupe {speaker.room(room.id)}, {hours}"
            found.append(Fact("room_overlap", (room.id, known.id), sentence(text)))
    return found


def _alternatives(
    instance: Instance, solution: Solution, group: Group, speaker: Speaker, locked: Collection[str]
) -> tuple[Alternative, ...]:
    tables = Tables(instance)
    asked, places = tables.group_index[group.id], tables.places(solution)
    schedule, fixed = (
        Schedule(tables),
        {tables.group_index[id_] for id_ in locked if id_ in tables.group_index},
    )
    for index, place in places.items():
        if not schedule.fits(index, place):
            if index == asked or place.start < 0:
                continue
            fixed.add(index)
        schedule.put(index, place)
    present = {asked: places[asked]} if asked in places else {}
    before = evaluate(instance, tables.solution(schedule.places | present)).cost
    found = best_adaptations(schedule, asked, fixed, MOST_ALTERNATIVES)
    return tuple(_alternative(tables, group, adaptation, before, speaker) for adaptation in found)


def _alternative(
    tables: Tables, group: Group, adaptation: Adaptation, before: float, speaker: Speaker
) -> Alternative:
    moves = tuple(tables.session(index, place) for index, place in adaptation.moves.items())
    session = next(move for move in moves if move.group == group.id)
    delta = adaptation.cost - before
    at = f"le {speaker.day(session.day)} à {tables.instance.grid.clock(session.start)}"
    others = len(moves) - 1
    text = f"{at}, {speaker.room(session.room)}\u00a0: {'+' if delta > 0 else ''}{points(delta)}"
    if others:
        text += f", {counted(others, 'autre séance déplacée', 'autres séances déplacées')}"
    return Alternative(session.day, session.start, session.room, delta, moves, sentence(text))
