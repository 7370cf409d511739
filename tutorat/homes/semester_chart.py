"""Traces per semester as stacked blocks: plain numbers for the template to draw."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

BLOCK, GAP, COLUMN, WIDTH = 24, 6, 68, 48
SHORTEST = 4


@dataclass(frozen=True)
class Block:
    x: int
    y: int
    is_rsca: bool


@dataclass(frozen=True)
class Column:
    rank: int
    x: int
    rsca: int
    other: int


@dataclass(frozen=True)
class Chart:
    """`height` and `width` of the drawing without its labels; `target_y` is where the mark stands."""

    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    width: int
    height: int
    target_y: int


def chart_of(traces: Iterable[tuple[int, bool]], *, target: int) -> Chart:
    """From (rank of the semester, is a RSCA) of each trace; RSCA are piled first, `target` is in traces."""
    counts: Counter[tuple[int, bool]] = Counter(traces)
    last = max((rank for rank, _ in counts), default=1)
    highest = max(
        [SHORTEST, target] + [counts[rank, True] + counts[rank, False] for rank in range(1, last + 1)]
    )
    height = highest * (BLOCK + GAP)
    columns, blocks = [], []
    for rank in range(1, last + 1):
        x = (rank - 1) * COLUMN
        rsca, other = counts[rank, True], counts[rank, False]
        columns.append(Column(rank, x + WIDTH // 2, rsca, other))
        blocks += [
            Block(x, height - (place + 1) * (BLOCK + GAP) + GAP, place < rsca)
            for place in range(rsca + other)
        ]
    return Chart(
        columns=tuple(columns),
        blocks=tuple(blocks),
        width=max(last * COLUMN, 3 * COLUMN),
        height=height,
        target_y=height - target * (BLOCK + GAP) + GAP // 2,
    )
