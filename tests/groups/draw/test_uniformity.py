"""Every valid partition is as likely as any other: those of a small roster are all counted."""

from collections import Counter
from dataclasses import replace

import pytest

from groups.draw import Method, draw, prepare
from tests.groups.draw.chi_square import p_value
from tests.groups.draw.small import OPEN, STRICT, partitions


def frequencies(document, draws):
    document = prepare(document)
    results = [draw(document, f"{number:064x}") for number in range(draws)]
    return Counter(result.groups for result in results), {result.method for result in results}


@pytest.mark.parametrize("document", [OPEN, STRICT], ids=["open", "strict"])
def test_rejection_reaches_every_valid_partition_equally(document):
    valid = partitions(document)
    counts, methods = frequencies(document, 15 * len(valid))
    assert methods == {Method.REJECTION}
    assert set(counts) <= set(valid)
    assert p_value([counts[each] for each in valid]) > 0.001


@pytest.mark.parametrize(
    ("states", "method"),
    [(50, Method.MARKOV), (1, Method.MARKOV_CONFIDENTIAL)],
    ids=["public", "confidential"],
)
def test_the_chain_reaches_every_valid_partition_equally(states, method):
    rules = replace(STRICT.rules, tries=1, steps=200, states=states)
    document = prepare(replace(STRICT, rules=rules))
    valid = partitions(document)
    results = [draw(document, f"{number:064x}") for number in range(12 * len(valid))]
    counts = Counter(result.groups for result in results if result.method == method)
    assert set(counts) <= set(valid)
    assert sum(counts.values()) > 2 * len(valid)
    assert p_value([counts[each] for each in valid]) > 0.001


def test_a_biased_sample_would_be_seen():
    valid = partitions(STRICT)
    assert p_value([20] * (len(valid) - 3) + [2, 55, 3]) < 0.001
