"""The minutes of a draw: every attempt, the swaps made by hand, the final groups, who was present.

The public minutes hold commitments instead of the confidential requests; the full ones open them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from groups.draw.canonical import canonical, sha256
from groups.draw.documents import Document, DrawnGroup, as_plain, seal
from groups.draw.sampling import Result
from groups.draw.seeds import seed_from
from groups.draw.verify_draw import verify_bytes

FORMAT = "tutorat-minutes/1"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sealed document and what was drawn from it: no `values` and no `result` when it was given up before
    its seed. `values`: of the seed, as announced; `sealed_at`, `drawn_at`: ISO 8601, or ""."""

    document: Document
    values: tuple[str, ...] = ()
    result: Result | None = None
    sealed_at: str = ""
    drawn_at: str = ""


@dataclass(frozen=True, slots=True)
class Swap:
    """Two interns exchanged by hand after the draw, in the order it was done."""

    first: str
    second: str
    reason: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`ok`: the result follows. `sentence`: one French line, which says what was checked or what is wrong."""

    ok: bool
    sentence: str


def swapped(groups: Sequence[DrawnGroup], swaps: Sequence[Swap]) -> tuple[DrawnGroup, ...]:
    """The groups after the swaps; ValueError when two interns are not in two groups."""
    members = {group.number: set(group.interns) for group in groups}
    for swap in swaps:
        first = next((number for number, each in members.items() if swap.first in each), None)
        second = next((number for number, each in members.items() if swap.second in each), None)
        if first is None or second is None or first == second:
            raise ValueError(f"Not in two groups: {swap.first}, {swap.second}")
        members[first] = members[first] - {swap.first} | {swap.second}
        members[second] = members[second] - {swap.second} | {swap.first}
    return tuple(
        DrawnGroup(group.number, group.tutor, tuple(sorted(members[group.number]))) for group in groups
    )


def minutes(
    attempts: Sequence[Attempt],
    *,
    swaps: Sequence[Swap] = (),
    present: Sequence[str] = (),
    full: bool = False,
) -> dict[str, Any]:
    """The minutes as plain JSON values, ready for `written`; ValueError when the last attempt is not drawn.

    `full` opens the confidential requests.
    """
    last = attempts[-1].result
    if last is None:
        raise ValueError("The last attempt is not drawn")
    plain: dict[str, Any] = {
        "format": FORMAT,
        "attempts": [_attempt(each, full) for each in attempts],
        "swaps": [asdict(swap) for swap in swaps],
        "groups": _groups(swapped(last.groups, swaps)),
        "present": list(present),
    }
    return {**plain, "hash": sha256(plain)}


def written(plain: Mapping[str, Any]) -> bytes:
    """The bytes of the file to download."""
    return canonical(dict(plain))


def verify(plain: Mapping[str, Any] | bytes) -> Verdict:
    """Whether the result follows, by the code that people download."""
    return Verdict(*verify_bytes(plain if isinstance(plain, bytes) else written(plain)))


def _attempt(attempt: Attempt, full: bool) -> dict[str, Any]:
    document, result = attempt.document, attempt.result
    values = [value.strip() for value in attempt.values]
    plain: dict[str, Any] = {
        "document": document.published(),
        "seal": seal(document),
        "sealed_at": attempt.sealed_at,
        "values": values,
        "seed": seed_from(document.source, values) if result else "",
        "drawn_at": attempt.drawn_at,
        "result": _result(result) if result else {},
    }
    return {**plain, "openings": document.openings()} if full else plain


def _result(result: Result) -> dict[str, Any]:
    return {
        "candidates": [as_plain(each) for each in result.candidates],
        "chosen": result.chosen,
        "groups": _groups(result.groups),
        "satisfied": [asdict(each) for each in result.satisfied],
    }


def _groups(groups: Sequence[DrawnGroup]) -> list[dict[str, Any]]:
    return [
        {"number": group.number, "tutor": group.tutor, "interns": list(group.interns)} for group in groups
    ]
