"""Why a session is where it is, and where else it could be."""

from collections.abc import Mapping
from dataclasses import dataclass

from .candidates import candidates
from .facts import Fact, Speaker, points, sentence
from .instance import Instance, PlannedSession, Solution


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
    terms: tuple[TermLine, ...]
    avoided: tuple[Fact, ...]
    alternatives: tuple[Alternative, ...]


def explain(
    instance: Instance, solution: Solution, group_id: str, *, names: Mapping[str, str] | None = None
) -> Explanation:
    """The terms one session pays, the conflicts it avoids, and its three best alternatives."""
    speaker = Speaker(instance, names)
    free = sorted(
        (
            candidate
            for candidate in candidates(instance, solution, group_id, names=names)
            if candidate.delta is not None
        ),
        key=lambda candidate: candidate.delta or 0,
    )
    now = solution.of(group_id)
    alternatives = []
    for candidate in free:
        session = PlannedSession(group_id, candidate.day, candidate.start, candidate.room)
        if session != now and candidate.delta is not None:
            at = f"le {speaker.day(candidate.day)} à {instance.grid.clock(candidate.start)}"
            text = sentence(f"{at}, {speaker.room(candidate.room)} : {points(candidate.delta)}")
            alternatives.append(
                Alternative(candidate.day, candidate.start, candidate.room, candidate.delta, (session,), text)
            )
        if len(alternatives) == 3:
            break
    return Explanation((), (), tuple(alternatives))
