"""The planner: places a semester, says how good the plan is, and why. Plain Python, no Django."""

from .candidates import Candidate, candidates
from .evaluation import TERMS, Evaluation, Violation, evaluate
from .explanations import Alternative, Explanation, TermLine, explain
from .facts import Fact
from .instance import (
    Cohort,
    Day,
    Department,
    Grid,
    Group,
    Instance,
    Intern,
    Interval,
    Params,
    PlannedSession,
    Room,
    Solution,
    Tutor,
    Weights,
)
from .outcome import Conflict, Event, Outcome, Unplaced
from .portfolio import solve
from .reading import InvalidInstance, read_instance, read_solution
from .tables import change_cost

__all__ = [
    "TERMS",
    "Alternative",
    "Candidate",
    "Cohort",
    "Conflict",
    "Day",
    "Department",
    "Evaluation",
    "Event",
    "Explanation",
    "Fact",
    "Grid",
    "Group",
    "Instance",
    "Intern",
    "Interval",
    "InvalidInstance",
    "Outcome",
    "Params",
    "PlannedSession",
    "Room",
    "Solution",
    "TermLine",
    "Tutor",
    "Unplaced",
    "Violation",
    "Weights",
    "candidates",
    "change_cost",
    "evaluate",
    "explain",
    "read_instance",
    "read_solution",
    "solve",
]
