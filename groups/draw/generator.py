"""Chance that anybody can compute again: SHA-256 in counter mode (docs/draw.md, « The generator »)."""

import hashlib
from collections.abc import MutableSequence
from typing import Any

AHEAD = 64


class Stream:
    """The bytes SHA-256(key, 0), SHA-256(key, 1)… where key = SHA-256(seal, seed), and integers from them."""

    def __init__(self, seal: str, seed: str) -> None:
        self._key = hashlib.sha256(bytes.fromhex(seal) + bytes.fromhex(seed))
        self._key = hashlib.sha256(self._key.digest())
        self._counter = 0
        self._bytes = b""
        self._position = 0

    def _take(self, count: int) -> int:
        """The next `count` bytes as a big-endian integer."""
        end = self._position + count
        while end > len(self._bytes):
            self._refill()
            end = self._position + count
        value = int.from_bytes(self._bytes[self._position : end])
        self._position = end
        return value

    def _refill(self) -> None:
        blocks = [self._bytes[self._position :]]
        for counter in range(self._counter, self._counter + AHEAD):
            block = self._key.copy()
            block.update(counter.to_bytes(8))
            blocks.append(block.digest())
        self._counter += AHEAD
        self._bytes = b"".join(blocks)
        self._position = 0

    def below(self, limit: int) -> int:
        """A uniform integer in [0, limit): the fewest whole bytes, spare high bits dropped, too large
        refused."""
        if limit <= 256:
            return self._small(limit)
        bits = (limit - 1).bit_length()
        count = (bits + 7) // 8
        mask = (1 << bits) - 1
        while True:
            value = self._take(count) & mask
            if value < limit:
                return value

    def _small(self, limit: int) -> int:
        """`below` for at most one byte, which is nearly always."""
        if limit == 1:
            return 0
        mask = (1 << (limit - 1).bit_length()) - 1
        while True:
            if self._position == len(self._bytes):
                self._refill()
            value = self._bytes[self._position] & mask
            self._position += 1
            if value < limit:
                return value

    def shuffle(self, items: MutableSequence[Any]) -> None:
        """Fisher–Yates from the end: each order is equally likely."""
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
