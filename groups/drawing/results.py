"""What came of a draw, as it is kept: written to JSON and read back, swaps included."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from groups.draw import Candidate, Document, DrawnGroup, Result, Satisfied, Swap, swapped
from groups.drawing.documents import intern_id
from groups.models import DrawAttempt, DrawSwap


def document_sealed(attempt: DrawAttempt) -> Document:
    """The document of an attempt, with the confidential requests behind its commitments."""
    return Document.read(json.loads(attempt.document), attempt.openings)


def as_json(result: Result) -> dict[str, Any]:
    return asdict(result)


def result_of(attempt: DrawAttempt) -> Result:
    """The result kept with a drawn attempt."""
    kept: Mapping[str, Any] = attempt.result or {}
    return Result(
        groups=tuple(_group(each) for each in kept["groups"]),
        candidates=tuple(
            Candidate(each["method"], each["attempts"], tuple(each["hidden"]), each["violations"])
            for each in kept["candidates"]
        ),
        chosen=kept["chosen"],
        satisfied=tuple(Satisfied(**each) for each in kept["satisfied"]),
    )


def _group(each: Mapping[str, Any]) -> DrawnGroup:
    return DrawnGroup(each["number"], each["tutor"], tuple(each["interns"]))


def swaps_of(attempt: DrawAttempt) -> list[DrawSwap]:
    """In the order they were made, with who made them."""
    return list(attempt.swaps.select_related("made_by", "first__person", "second__person").order_by("number"))


def engine_swap(swap: DrawSwap) -> Swap:
    return Swap(
        first=intern_id(swap.first_id),
        second=intern_id(swap.second_id),
        reason=swap.reason,
        by=swap.made_by.full_name if swap.made_by else "",
        at=swap.made_at.isoformat(),
    )


def final_groups(attempt: DrawAttempt, swaps: list[DrawSwap]) -> tuple[DrawnGroup, ...]:
    """The groups as they stand: those drawn, then the swaps."""
    return swapped(result_of(attempt).groups, [engine_swap(swap) for swap in swaps])


def fingerprint(groups: tuple[DrawnGroup, ...]) -> str:
    """What a confirmation says it has seen."""
    return hashlib.sha256(repr(groups).encode()).hexdigest()
