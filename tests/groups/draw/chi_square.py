"""How surprising counts are, if every outcome was as likely."""

from collections.abc import Sequence
from math import erfc, sqrt


def p_value(counts: Sequence[int]) -> float:
    """Probability of a chi-square at least as large (Wilson and Hilferty's approximation)."""
    freedom = len(counts) - 1
    expected = sum(counts) / len(counts)
    statistic = sum((count - expected) ** 2 for count in counts) / expected
    spread = 2 / (9 * freedom)
    return erfc(((statistic / freedom) ** (1 / 3) - 1 + spread) / sqrt(spread) / sqrt(2)) / 2
