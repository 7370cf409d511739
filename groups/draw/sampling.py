"""The draw itself: exactly uniform by rejection, or by a Markov chain when too few shuffles are valid.

The order in which chance is consumed is part of the specification (docs/draw.md, « The draw »).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from groups.draw.chain import Chain
from groups.draw.documents import Document, DrawnGroup, seal
from groups.draw.generator import Stream
from groups.draw.problems import Arrangement, Problem, Satisfied
from groups.draw.shuffling import Shuffler

Progress = Callable[[int, int], None]


class NotPrepared(ValueError):
    """The chain is needed and the document has no `start`: seal what `prepare` returns."""


class Method(StrEnum):
    """REJECTION is exactly uniform. MARKOV walks among what anybody can check and refuses what a confidential
    rule refuses; MARKOV_CONFIDENTIAL keeps these rules at each step, where refusing is too rare."""

    REJECTION = "rejection"
    MARKOV = "markov"
    MARKOV_CONFIDENTIAL = "markov-confidential"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A valid draw. `attempts`: how many were proposed by `method`, the last of them being it. `hidden`:
    which of these only a confidential rule refused. `violations` of the preferred rules."""

    method: str
    attempts: int
    hidden: tuple[int, ...]
    violations: int


@dataclass(frozen=True, slots=True)
class Result:
    """`chosen`: rank of the candidate kept, the first of those with the fewest violations."""

    groups: tuple[DrawnGroup, ...]
    candidates: tuple[Candidate, ...]
    chosen: int
    satisfied: tuple[Satisfied, ...]

    @property
    def method(self) -> str:
        """How the last candidate was drawn: once rejection or a chain has failed, it is not tried again."""
        return self.candidates[-1].method

    @property
    def attempts(self) -> int:
        """Proposals in all, refused ones included."""
        return sum(candidate.attempts for candidate in self.candidates)


@dataclass(frozen=True, slots=True)
class Way:
    """A method, what proposes arrangements by it, and after how many it gives up."""

    method: Method
    propose: Callable[[], Arrangement | None]
    tries: int


def draw(document: Document, seed: str, *, progress: Progress | None = None) -> Result:
    """Draw the groups of `document` with the seed (64 hexadecimal digits, see `seed_from`).

    `progress(done, of)` is called after each proposal. NotPrepared when the chain is needed and has no start.
    """
    problem = Problem(document)
    ways = _ways(problem, Stream(seal(document), seed))
    way = next(ways)
    drawn: list[Arrangement] = []
    candidates: list[Candidate] = []
    while len(drawn) < problem.rules.candidates:
        found = _first_valid(problem, way, progress)
        if found is None:
            way = next(ways)
            continue
        arrangement, attempts, hidden = found
        drawn.append(arrangement)
        violations = problem.violations(problem.satisfied(arrangement))
        candidates.append(Candidate(way.method, attempts, hidden, violations))
    chosen = min(range(len(drawn)), key=lambda rank: candidates[rank].violations)
    return Result(
        groups=problem.drawn_groups(drawn[chosen]),
        candidates=tuple(candidates),
        chosen=chosen,
        satisfied=tuple(problem.satisfied(drawn[chosen])),
    )


def _ways(problem: Problem, stream: Stream) -> Iterator[Way]:
    yield Way(Method.REJECTION, Shuffler(problem, stream).propose, problem.rules.tries)
    if not problem.document.start:
        raise NotPrepared("The chain needs a start")
    yield Way(Method.MARKOV, Chain(problem, stream, confidential=False).propose, problem.rules.states)
    yield Way(Method.MARKOV_CONFIDENTIAL, Chain(problem, stream, confidential=True).propose, 1)


def _first_valid(
    problem: Problem, way: Way, progress: Progress | None
) -> tuple[Arrangement, int, tuple[int, ...]] | None:
    """The first proposal that keeps every hard rule, its number, and those only a confidential rule
    refused."""
    hidden: list[int] = []
    for number in range(1, way.tries + 1):
        arrangement = way.propose()
        if progress:
            progress(number, way.tries)
        public, confidential = problem.fits(arrangement) if arrangement else (False, False)
        if arrangement and public and confidential:
            return arrangement, number, tuple(hidden)
        if public:
            hidden.append(number)
    return None
