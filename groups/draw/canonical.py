"""One value, one sequence of bytes: the canonical JSON of docs/draw.md, and its SHA-256."""

import hashlib
import json
from typing import Any

LARGEST = 2**53 - 1


def canonical(value: Any) -> bytes:
    """UTF-8 JSON without a space, keys sorted, nothing escaped that need not be.

    Only objects with ASCII keys, lists, strings, booleans and integers JavaScript can hold exactly;
    ValueError for anything else.
    """
    _refuse_what_differs(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def sha256(value: Any) -> str:
    """SHA-256 of the canonical bytes, in lower-case hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _refuse_what_differs(value: Any) -> None:
    """Two languages write floats, big integers and keys outside ASCII in two ways."""
    if isinstance(value, dict):
        for key, each in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise ValueError(f"Not an ASCII key: {key!r}")
            _refuse_what_differs(each)
    elif isinstance(value, list):
        for each in value:
            _refuse_what_differs(each)
    elif isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > LARGEST:
            raise ValueError(f"Too large for every language: {value}")
    elif not isinstance(value, str | bool):
        raise ValueError(f"Not in canonical JSON: {value!r}")
