"""The draw itself: exactly uniform by rejection, or by a Markov chain when too few shuffles are valid.

The order in which chance is consumed is part of the specification (docs/draw.md, « One shuffle », « The chain
»).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import comb, perm

from groups.draw.documents import Document, DrawnGroup, seal
from groups.draw.generator import Stream
from groups.draw.problems import Arrangement, Problem, Satisfied

Progress = Callable[[int, int], None]


class NotPrepared(ValueError):
    """The chain is needed and the document has no `start`: seal what `prepare` returns."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A valid draw. `attempts`: shuffles it took, the last of them being it (0 from the chain). `hidden`:
    which of these only a confidential rule refused. `violations` of the preferred rules."""

    attempts: int
    hidden: tuple[int, ...]
    violations: int


@dataclass(frozen=True, slots=True)
class Result:
    """`method`: "rejection" (exactly uniform) or "markov". `chosen`: rank of the candidate kept."""

    method: str
    groups: tuple[DrawnGroup, ...]
    candidates: tuple[Candidate, ...]
    chosen: int
    satisfied: tuple[Satisfied, ...]

    @property
    def attempts(self) -> int:
        """Shuffles made in all, refused ones included."""
        return sum(candidate.attempts for candidate in self.candidates)


def draw(document: Document, seed: str, *, progress: Progress | None = None) -> Result:
    """Draw the groups of `document` with the seed (64 hexadecimal digits, see `seed_from`).

    `progress(done, of)` is called now and then. NotPrepared when the chain is needed and has no start.
    """
    problem = Problem(document)
    stream = Stream(seal(document), seed)
    found: list[tuple[Arrangement, Candidate, list[Satisfied]]] = []
    method = "rejection"
    wanted = problem.rules.candidates
    sampler = Sampler(problem, stream)
    while len(found) < wanted and method == "rejection":
        drawn = _by_rejection(sampler, progress)
        if drawn is None:
            method = "markov"
        else:
            arrangement, attempts, hidden = drawn
            found.append(_candidate(problem, arrangement, attempts, hidden))
    if method == "markov":
        for arrangement in _by_chain(problem, stream, wanted - len(found), progress):
            found.append(_candidate(problem, arrangement, 0, ()))
    chosen = min(range(wanted), key=lambda rank: found[rank][1].violations)
    arrangement, _, satisfied = found[chosen]
    return Result(
        method=method,
        groups=problem.drawn_groups(arrangement),
        candidates=tuple(candidate for _, candidate, _ in found),
        chosen=chosen,
        satisfied=tuple(satisfied),
    )


def _candidate(
    problem: Problem, arrangement: Arrangement, attempts: int, hidden: tuple[int, ...]
) -> tuple[Arrangement, Candidate, list[Satisfied]]:
    satisfied = problem.satisfied(arrangement)
    return arrangement, Candidate(attempts, hidden, problem.violations(satisfied)), satisfied


def _by_rejection(
    sampler: "Sampler", progress: Progress | None
) -> tuple[Arrangement, int, tuple[int, ...]] | None:
    """The first shuffle that fits, among `tries`."""
    hidden: list[int] = []
    tries = sampler.problem.rules.tries
    for attempt in range(1, tries + 1):
        if progress and attempt % 64 == 0:
            progress(attempt, tries)
        arrangement = sampler.shuffle()
        if arrangement is None:
            continue
        public, confidential = sampler.problem.fits(arrangement)
        if public and confidential:
            return arrangement, attempt, tuple(hidden)
        if public:
            hidden.append(attempt)
    return None


class Sampler:
    """Shuffles that respect by construction, without losing uniformity, the share of women and the blocks."""

    def __init__(self, problem: Problem, stream: Stream) -> None:
        self.problem = problem
        self.stream = stream
        hard = problem.is_hard_balance
        self._is_woman = [hard and sex == "F" for sex in problem.sex]
        self._women = problem.women if hard else [(0, 0)] * len(problem.sizes)
        self._weights = self._composition_weights()
        in_blocks = {each for block in problem.blocks for each in block}
        single = [each for each in range(len(problem.people)) if each not in in_blocks]
        self._single_women = [each for each in single if self._is_woman[each]]
        self._single_others = [each for each in single if not self._is_woman[each]]
        self._blocks = [
            (block, sum(self._is_woman[each] for each in block), self._block_places(block))
            for block in problem.blocks
        ]

    def _classes(self) -> list[tuple[int, int, int, int]]:
        """Size, number of groups, fewest and most women, for the larger groups then the smaller."""
        sizes = self.problem.sizes
        larger = sizes.count(sizes[0])
        classes = [(sizes[0], larger, *self._women[0])]
        if larger < len(sizes):
            classes.append((sizes[-1], len(sizes) - larger, *self._women[-1]))
        return classes

    def _composition_weights(self) -> list[tuple[int, list[int], int]]:
        """For each way to share the women between classes: its weight, and per class how many groups get the
        larger number. The weight is the number of arrangements with these numbers, but for a constant."""
        classes = self._classes()
        excess = sum(self._is_woman) - sum(count * low for _, count, low, _ in classes)
        weights = []
        total = 0
        for first in range(excess + 1):
            highs = [first, excess - first][: len(classes)]
            if sum(highs) != excess:
                continue
            weight = 1
            for (size, count, low, high), many in zip(classes, highs, strict=True):
                if many > (count if high > low else 0):
                    weight = 0
                    break
                weight *= comb(count, many) * comb(size, high) ** many * comb(size, low) ** (count - many)
            if weight:
                total += weight
                weights.append((total, highs))
        return [(bound, highs, total) for bound, highs in weights]

    def _block_places(self, block: list[int]) -> int:
        """A bound on the ways to seat a block in one group, the same for every shuffle."""
        women = sum(self._is_woman[each] for each in block)
        others = len(block) - women
        return sum(
            max(perm(low, women) * perm(size - low, others), perm(high, women) * perm(size - high, others))
            for size, (low, high) in zip(self.problem.sizes, self._women, strict=True)
        )

    def shuffle(self) -> Arrangement | None:
        """One arrangement, any as likely as any other that respects balance and blocks; None: begin again."""
        seats = self._shuffle_seats()
        women = self._share_women()
        others = [size - many for size, many in zip(self.problem.sizes, women, strict=True)]
        groups: list[list[int]] = [[] for _ in women]
        for block, many, places in self._blocks:
            g = self._seat_block(many, len(block) - many, places, women, others)
            if g is None:
                return None
            groups[g].extend(block)
            women[g] -= many
            others[g] -= len(block) - many
        self._deal(self._single_women, women, groups)
        self._deal(self._single_others, others, groups)
        return Arrangement(groups, seats)

    def _shuffle_seats(self) -> list[int]:
        problem = self.problem
        optional = list(range(problem.mandatory, len(problem.seats)))
        self.stream.shuffle(optional)
        kept = [*range(problem.mandatory), *optional][: len(problem.sizes)]
        self.stream.shuffle(kept)
        return kept

    def _share_women(self) -> list[int]:
        total = self._weights[0][2]
        rank = self.stream.below(total)
        highs = next(highs for bound, highs, _ in self._weights if rank < bound)
        women: list[int] = []
        for (_, count, low, high), many in zip(self._classes(), highs, strict=True):
            shares = [high] * many + [low] * (count - many)
            self.stream.shuffle(shares)
            women.extend(shares)
        return women

    def _seat_block(
        self, women: int, others: int, places: int, free_women: list[int], free_others: list[int]
    ) -> int | None:
        rank = self.stream.below(places) if places else 0
        for g, (for_women, for_others) in enumerate(zip(free_women, free_others, strict=True)):
            rank -= perm(for_women, women) * perm(for_others, others)
            if rank < 0:
                return g
        return None

    def _deal(self, people: list[int], free: list[int], groups: list[list[int]]) -> None:
        shuffled = people.copy()
        self.stream.shuffle(shuffled)
        start = 0
        for group, count in zip(groups, free, strict=True):
            group.extend(shuffled[start : start + count])
            start += count


def _by_chain(
    problem: Problem, stream: Stream, count: int, progress: Progress | None
) -> Iterator[Arrangement]:
    """`count` states of the chain, `steps` apart, the first `steps` after the sealed start."""
    if not problem.document.start:
        raise NotPrepared("The chain needs a start")
    state = problem.arrangement(problem.document.start)
    spare = sorted(set(range(len(problem.seats))) - set(state.seats))
    steps = problem.rules.steps
    for _ in range(count):
        for step in range(steps):
            if progress and step % 4096 == 0:
                progress(step, steps)
            _step(problem, stream, state, spare)
        yield Arrangement([members.copy() for members in state.groups], state.seats.copy())


def _step(problem: Problem, stream: Stream, state: Arrangement, spare: list[int]) -> None:
    """Deal two groups again together, or offer the place of one tutor to a spare one; keep it if it is
    valid."""
    groups, seats = state.groups, state.seats
    g, h = stream.below(len(groups)), stream.below(len(groups))
    if g == h:
        if spare and seats[g] >= problem.mandatory:
            other = stream.below(len(spare))
            if _fits(problem, g, groups[g], spare[other]):
                seats[g], spare[other] = spare[other], seats[g]
        return
    pool = groups[g] + groups[h]
    stream.shuffle(pool)
    first, second = pool[: len(groups[g])], pool[len(groups[g]) :]
    of_first, of_second = (seats[g], seats[h]) if stream.below(2) == 0 else (seats[h], seats[g])
    if _fits(problem, g, first, of_first) and _fits(problem, h, second, of_second):
        groups[g], groups[h] = first, second
        seats[g], seats[h] = of_first, of_second


def _fits(problem: Problem, g: int, members: list[int], seat: int) -> bool:
    tutor = problem.seats[seat]
    return problem.group_fits_publicly(g, members, tutor) and problem.group_fits_confidentially(
        members, tutor
    )
