"""Repairing groups (A-101): from what is in the database to `groups.draw.repairs`, and back to people."""

from groups.repairing.concerned import concerned_by
from groups.repairing.documents import chosen_of, document_of, document_sealed, minutes_json
from groups.repairing.proposals import Proposal, Step, Takeover, proposals_of
from groups.repairing.standing import least_repairs, standing_of

__all__ = [
    "Proposal",
    "Step",
    "Takeover",
    "chosen_of",
    "concerned_by",
    "document_of",
    "document_sealed",
    "least_repairs",
    "minutes_json",
    "proposals_of",
    "standing_of",
]
