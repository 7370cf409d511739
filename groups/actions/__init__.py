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
from groups.actions.memberships import entrust_alone, leave_group, move_member, place_intern, undo_move
from groups.actions.policies import change_policy, reset_policy
from groups.actions.refusals import ChangeRefused, MoveRefused
from groups.actions.standing import change_cohort, change_standing
from groups.actions.tutors import set_road
from groups.actions.tutorships import add_co_tutor, change_tutor, end_co_tutorship

__all__ = [
    "ChangeRefused",
    "ImportOver",
    "MoveRefused",
    "NotPossible",
    "PlanChanged",
    "abandon_import",
    "add_co_tutor",
    "apply_import",
    "change_cohort",
    "change_policy",
    "change_standing",
    "change_tutor",
    "constitute_groups",
    "create_cohort",
    "end_co_tutorship",
    "entrust_alone",
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
