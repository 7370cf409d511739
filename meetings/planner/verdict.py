"""Whether groups can all be placed: the answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from .shortage import Prices
from .tables import Place


@dataclass(frozen=True, slots=True)
class Verdict:
    """`places` when every group can be placed; otherwise `culprits`, groups that can't be placed together.

    Neither when time ran out. `prices` prove it when too few hours are why.
    """

    places: Mapping[int, Place] | None = None
    culprits: tuple[int, ...] | None = None
    prices: Prices | None = None
