"""What this room writes, one verb a function."""

from groups.actions.cohorts import create_cohort
from groups.actions.constitution import NotPossible, constitute_groups, propose_groups
from groups.actions.imports import (
    ImportOver,
    PlanChanged,
    abandon_import,
    apply_import,
    remap_import,
    start_import,
)
from groups.actions.memberships import MoveRefused, leave_group, move_member, place_intern, undo_move
from groups.actions.policies import change_policy, reset_policy
from groups.actions.standing import change_standing
from groups.actions.tutors import set_road

__all__ = [
    "ImportOver",
    "MoveRefused",
    "NotPossible",
    "PlanChanged",
    "abandon_import",
    "apply_import",
    "change_policy",
    "change_standing",
    "constitute_groups",
    "create_cohort",
    "leave_group",
    "move_member",
    "place_intern",
    "propose_groups",
    "remap_import",
    "reset_policy",
    "set_road",
    "start_import",
    "undo_move",
]
