"""A draw that anybody can check (A-107, docs/draw.md). Plain Python: no Django, no database, no clock.

In order: `prepare` a `Document` (or `check` why it contradicts itself), publish its `seal`, wait for the
values of its source, `seed_from`, `draw`, then `minutes`, which `verify` and verify_draw.py check.
Later, `repairs` of a `State`, and `draw_repair` among equal ones.
"""

from groups.draw.contradictions import Contradictory, check, prepare
from groups.draw.documents import (
    Aside,
    Document,
    DrawnGroup,
    Person,
    Rules,
    Secret,
    SecretKind,
    Source,
    SourceKind,
    Strength,
    Tutor,
    TutorMode,
    Witness,
    canonical,
    seal,
)
from groups.draw.impossibilities import Contradiction
from groups.draw.minutes import Attempt, Swap, Verdict, minutes, swapped, verify, written
from groups.draw.problems import Satisfied
from groups.draw.repairs import RepairDocument, draw_repair, repair_minutes, repairs, seal_repair
from groups.draw.sampling import Candidate, Method, NotPrepared, Result, draw
from groups.draw.seeds import WrongValue, seed_from, witness_hash, witness_value
from groups.draw.standing import Cost, Event, EventKind, Handover, Move, Repair, State

__all__ = [
    "Aside",
    "Attempt",
    "Candidate",
    "Contradiction",
    "Contradictory",
    "Cost",
    "Document",
    "DrawnGroup",
    "Event",
    "EventKind",
    "Handover",
    "Method",
    "Move",
    "NotPrepared",
    "Person",
    "Repair",
    "RepairDocument",
    "Result",
    "Rules",
    "Satisfied",
    "Secret",
    "SecretKind",
    "Source",
    "SourceKind",
    "State",
    "Strength",
    "Swap",
    "Tutor",
    "TutorMode",
    "Verdict",
    "Witness",
    "WrongValue",
    "canonical",
    "check",
    "draw",
    "draw_repair",
    "minutes",
    "prepare",
    "repair_minutes",
    "repairs",
    "seal",
    "seal_repair",
    "seed_from",
    "swapped",
    "verify",
    "witness_hash",
    "witness_value",
    "written",
]
