"""A valid arrangement to seal with the document, by repairing a shuffle, two groups at a time."""

import random
import time

from groups.draw.documents import seal
from groups.draw.generator import Stream
from groups.draw.problems import Arrangement, Problem
from groups.draw.shuffling import Shuffler

SHUFFLES = 200
PATIENCE = 3000


def search(problem: Problem, seconds: float) -> Arrangement | None:
    """None when it is not found in `seconds` of computing, or after `PATIENCE` proposals for each group."""
    shuffler = Shuffler(problem, Stream(seal(problem.document), "00" * 32))
    state = next(filter(None, (shuffler.propose() for _ in range(SHUFFLES))), None)
    return _Repairer(problem, state).repaired(seconds) if state else None


class _Repairer:
    def __init__(self, problem: Problem, state: Arrangement) -> None:
        self.problem = problem
        self.state = state
        self.chance = random.Random(seal(problem.document))
        self.spare = sorted(set(range(len(problem.seats))) - set(state.seats))
        self.broken = [
            problem.broken(g, members, seat)
            for g, (members, seat) in enumerate(zip(state.groups, state.seats, strict=True))
        ]

    def repaired(self, seconds: float) -> Arrangement | None:
        limit = time.thread_time() + seconds
        wrong = {g for g, many in enumerate(self.broken) if many}
        for proposal in range(PATIENCE * len(self.broken)):
            if not wrong:
                return self.state
            if proposal % 256 == 0 and time.thread_time() > limit:
                return None
            g, h = self.chance.choice(sorted(wrong)), self.chance.randrange(len(self.broken))
            if g == h:
                self._offer_spare(g)
            else:
                self._redeal(g, h)
            for each in (g, h):
                (wrong.add if self.broken[each] else wrong.discard)(each)
        return None

    def _offer_spare(self, g: int) -> None:
        seats, spare = self.state.seats, self.spare
        if not spare or seats[g] < self.problem.mandatory:
            return
        other = self.chance.randrange(len(spare))
        many = self.problem.broken(g, self.state.groups[g], spare[other])
        if many <= self.broken[g]:
            seats[g], spare[other] = spare[other], seats[g]
            self.broken[g] = many

    def _redeal(self, g: int, h: int) -> None:
        """Deal two groups again, people and tutors, unless more would be broken than before."""
        problem, state = self.problem, self.state
        pool = state.groups[g] + state.groups[h]
        self.chance.shuffle(pool)
        first, second = pool[: len(state.groups[g])], pool[len(state.groups[g]) :]
        seats = [state.seats[g], state.seats[h]]
        self.chance.shuffle(seats)
        many = problem.broken(g, first, seats[0]), problem.broken(h, second, seats[1])
        if sum(many) <= self.broken[g] + self.broken[h]:
            state.groups[g], state.groups[h] = first, second
            state.seats[g], state.seats[h] = seats
            self.broken[g], self.broken[h] = many
