"""The Markov chain, where valid shuffles are too rare (docs/draw.md, « The chain »)."""

from groups.draw.generator import Stream
from groups.draw.problems import Arrangement, Problem


class Chain:
    """Walks from the sealed start among the arrangements that keep the hard rules anybody can check, or all
    of the hard rules when `confidential`. Proposals are symmetric, so that no arrangement is favoured."""

    def __init__(self, problem: Problem, stream: Stream, *, confidential: bool) -> None:
        self.problem = problem
        self.stream = stream
        self.confidential = confidential
        self.state = problem.arrangement(problem.document.start)
        self.spare = sorted(set(range(len(problem.seats))) - set(self.state.seats))

    def propose(self) -> Arrangement:
        """Where the chain stands after `steps` more steps."""
        for _ in range(self.problem.rules.steps):
            self._step()
        return Arrangement([members.copy() for members in self.state.groups], self.state.seats.copy())

    def _step(self) -> None:
        """Deal two groups again together, or give one to a tutor who has none; keep it if the rules hold."""
        groups, seats, below = self.state.groups, self.state.seats, self.stream.below
        g, h = below(len(groups)), below(len(groups))
        if g == h:
            self._offer(g)
            return
        pool = groups[g] + groups[h]
        self.stream.shuffle(pool)
        first, second = pool[: len(groups[g])], pool[len(groups[g]) :]
        of_first, of_second = (seats[g], seats[h]) if below(2) == 0 else (seats[h], seats[g])
        if self._fits(g, first, of_first) and self._fits(h, second, of_second):
            groups[g], groups[h] = first, second
            seats[g], seats[h] = of_first, of_second

    def _offer(self, g: int) -> None:
        seats, spare = self.state.seats, self.spare
        if spare and seats[g] >= self.problem.mandatory:
            other = self.stream.below(len(spare))
            if self._fits(g, self.state.groups[g], spare[other]):
                seats[g], spare[other] = spare[other], seats[g]

    def _fits(self, g: int, members: list[int], seat: int) -> bool:
        problem = self.problem
        tutor = problem.seats[seat]
        return problem.group_fits_publicly(g, members, tutor) and (
            not self.confidential or problem.group_fits_confidentially(members, tutor)
        )
