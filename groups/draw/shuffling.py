"""Shuffles that respect by construction the share of women and the blocks (docs/draw.md, « One shuffle »)."""

from math import comb, perm

from groups.draw.generator import Stream
from groups.draw.problems import Arrangement, Problem


class Shuffler:
    """Arrangements that respect balance and blocks, when these are hard, each as likely as any other."""

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
        """The most ways there can be to seat a block in one group, however the women are shared."""
        women = sum(self._is_woman[each] for each in block)
        others = len(block) - women

        def ways(size: int, share: int) -> int:
            return perm(share, women) * perm(size - share, others)

        return max(
            sum(
                many * ways(size, high) + (count - many) * ways(size, low)
                for (size, count, low, high), many in zip(self._classes(), highs, strict=True)
            )
            for _, highs, _ in self._weights
        )

    def propose(self) -> Arrangement | None:
        """One arrangement; None when a block found no room and all has to begin again."""
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
