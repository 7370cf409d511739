"""Cutting a text into paragraphs and runs, so that a page can show what is marked in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Mark:
    """`text[start:end]` is marked; `rank` is its number, `tone` its colour, `label` its name in words."""

    start: int
    end: int
    rank: int
    tone: str
    label: str


@dataclass(frozen=True)
class Run:
    """Characters under the same mark (the latest to begin), or under none; `ends` closes the mark."""

    text: str
    mark: Mark | None = None
    ends: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A line of the text; `start` is the place of its first character."""

    start: int
    runs: tuple[Run, ...]


def paragraphs(text: str, marks: Iterable[Mark] = ()) -> list[Paragraph]:
    """The non-empty lines of `text`, each cut where marks begin and end. Joining the runs gives the line."""
    valid = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    return [
        Paragraph(line.start(), tuple(_runs(text, line.start(), line.end(), valid)))
        for line in re.finditer(r"[^\n]+", text)
        if line.group().strip()
    ]


def _runs(text: str, start: int, end: int, marks: list[Mark]) -> Iterable[Run]:
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = sorted(
        {start, end} | {min(max(edge, start), end) for mark in inside for edge in (mark.start, mark.end)}
    )
    for left, right in pairwise(cuts):
        covering = [mark for mark in inside if mark.start <= left and mark.end >= right]
        mark = max(covering, key=lambda found: (found.start, found.rank), default=None)
        yield Run(text[left:right], mark, mark is not None and mark.end == right)
