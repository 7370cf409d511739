"""What changed between two texts, word by word."""

import difflib
import re
from dataclasses import dataclass

LONGEST_COMPARED = 30_000


@dataclass(frozen=True)
class Change:
    """A run of text: `same`, `added` or `removed`."""

    status: str
    text: str


def compare(before: str, after: str) -> list[Change]:
    """The runs that turn `before` into `after`; texts too long to compare are shown whole, old then new."""
    if before == after:
        return [Change("same", after)] if after else []
    if len(before) + len(after) > LONGEST_COMPARED * 2:
        return [Change("removed", before), Change("added", after)]
    old, new = _words(before), _words(after)
    changes: list[Change] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.append(Change("same", "".join(old[a:b])))
            continue
        if b > a:
            changes.append(Change("removed", "".join(old[a:b])))
        if d > c:
            changes.append(Change("added", "".join(new[c:d])))
    return changes


def _words(text: str) -> list[str]:
    """Words with the blanks that follow them, so that joining gives the text back."""
    return re.findall(r"\S+\s*|^\s+", text)
