"""When somebody comes or leaves: the repairs that move the fewest people, and a draw among equals.

A repair keeps sizes between `State.smallest` and the maximum, and the hard rules about people (apart,
together, links). Among the repairs that move as few people, the sizes decide, then the balance and the
spread; those that are equal in all of it are drawn among, from a sealed list (docs/draw.md, « Repairs »).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from groups.draw.canonical import sha256
from groups.draw.documents import DrawnGroup, Source, as_plain
from groups.draw.generator import Stream
from groups.draw.repair_costs import sentence
from groups.draw.repair_search import Search
from groups.draw.seeds import seed_from
from groups.draw.standing import Event, Repair, State

FORMAT = "tutorat-repair/1"
MINUTES_FORMAT = "tutorat-repair-minutes/1"
LIMIT = 2000


@dataclass(frozen=True, slots=True)
class RepairDocument:
    """What is sealed before the seed that chooses among equal repairs: the groups, the repairs, the source.
    Why somebody comes or goes is not in it."""

    cohort: str
    groups: tuple[DrawnGroup, ...]
    repairs: tuple[Repair, ...]
    source: Source

    def published(self) -> dict[str, Any]:
        """The sealed form, as plain JSON values."""
        return {"format": FORMAT, **as_plain(self)}


def repairs(state: State, event: Event) -> list[Repair]:
    """The repairs of least cost, all equal, in a fixed order; empty when none keeps the rules.

    At most `LIMIT`: when there are more, they are those the search meets first, in an order that depends on
    the state only. ValueError when the event is not about this state.
    """
    found = Search(state, event).least()
    found = sorted(found[:LIMIT], key=lambda plan: (plan.moves, plan.handovers))
    return [Repair(*plan, sentence(state, plan)) for plan in found]


def seal_repair(document: RepairDocument) -> str:
    """SHA-256 of the canonical bytes of what is published before the seed exists."""
    return sha256(document.published())


def draw_repair(document: RepairDocument, seed: str) -> Repair:
    """The repair that the seed (64 hexadecimal digits, see `seed_from`) chooses, each being as likely."""
    return document.repairs[Stream(seal_repair(document), seed).below(len(document.repairs))]


def repair_minutes(
    document: RepairDocument,
    values: Sequence[str],
    *,
    sealed_at: str = "",
    drawn_at: str = "",
    present: Sequence[str] = (),
) -> dict[str, Any]:
    """The minutes as plain JSON values, for `written` and `verify` as those of a draw."""
    values = [value.strip() for value in values]
    seed = seed_from(document.source, values)
    chosen = draw_repair(document, seed)
    plain = {
        "format": MINUTES_FORMAT,
        "document": document.published(),
        "seal": seal_repair(document),
        "sealed_at": sealed_at,
        "values": values,
        "seed": seed,
        "drawn_at": drawn_at,
        "chosen": document.repairs.index(chosen),
        "groups": _groups_after(document.groups, chosen),
        "present": list(present),
    }
    return {**plain, "hash": sha256(plain)}


def _groups_after(groups: Sequence[DrawnGroup], repair: Repair) -> list[dict[str, Any]]:
    members = {group.number: set(group.interns) for group in groups}
    tutors = {group.number: group.tutor for group in groups}
    for handover in repair.handovers:
        tutors[handover.group] = handover.after
    for move in repair.moves:
        if move.before:
            members[move.before].remove(move.person)
        if move.after:
            members.setdefault(move.after, set()).add(move.person)
    return [
        {"number": number, "tutor": tutors[number], "interns": sorted(members[number])}
        for number in sorted(members)
        if tutors[number]
    ]
