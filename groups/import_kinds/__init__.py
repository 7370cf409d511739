"""The kinds of this room; the contract is told in `groups.imports`."""

from groups.import_kinds.interns import InternKind
from groups.import_kinds.supervisors import SupervisorKind
from groups.import_kinds.tutors import TutorKind

__all__ = ["InternKind", "SupervisorKind", "TutorKind"]
