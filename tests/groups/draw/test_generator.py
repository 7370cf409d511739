"""The vectors of docs/draw.md."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.draw.canonical import canonical, sha256
from groups.draw.generator import Stream
from groups.draw.seeds import witness_hash

SEAL, SEED = "ab" * 32, "cd" * 32


def test_the_stream_is_sha_256_in_counter_mode():
    key = hashlib.sha256(bytes.fromhex(SEAL + SEED)).digest()
    expected = b"".join(hashlib.sha256(key + number.to_bytes(8)).digest() for number in range(200))
    stream = Stream(SEAL, SEED)
    assert bytes(stream.below(256) for _ in range(len(expected))) == expected


def test_vectors():
    stream = Stream(SEAL, SEED)
    assert [stream.below(limit) for limit in (1, 6, 29, 142, 1000, 10**20)] == [
        0,
        2,
        20,
        120,
        139,
        34348256138823980467,
    ]
    letters = list("abcdefgh")
    stream.shuffle(letters)
    assert "".join(letters) == "ghbefacd"
    assert (
        witness_hash("marée", "0a" * 16) == "bfd33f7c5e1ad4dc619300c5a33650d300a088014ddb393ab1fe8bc478493eae"
    )
    assert (
        sha256({"b": ["é", 1, True], "a": ""})
        == "fda5b3cfc836a991957058cab77bc0790c7f603162d5be810e9b117d1f7a51d9"
    )


def test_integers_are_unbiased_where_a_remainder_would_not_be():
    stream = Stream(SEED, SEAL)
    counts = Counter(stream.below(192) // 64 for _ in range(30_000))
    assert all(abs(counts[third] - 10_000) < 400 for third in range(3))


@given(st.integers(1, 2**70))
def test_an_integer_is_below_its_limit(limit):
    assert 0 <= Stream(SEAL, SEED).below(limit) < limit


@given(st.lists(st.integers()))
def test_a_shuffle_keeps_everything(items):
    shuffled = items.copy()
    Stream(SEAL, SEED).shuffle(shuffled)
    assert sorted(shuffled) == sorted(items)


@pytest.mark.parametrize("value", [1.5, None, 2**53, {"é": 1}, {1: 2}, ["\ud800"]])
def test_what_two_languages_write_in_two_ways_is_refused(value):
    with pytest.raises(ValueError, match=r".+"):
        canonical([value])
