from evaluations.models.assessment import Assessment, Evidence, ReflectiveShift
from evaluations.models.commission import Commission
from evaluations.models.contact import Contact
from evaluations.models.floor import Floor
from evaluations.models.notes import DiscussedTheme, GroupNote, Note, Theme
from evaluations.models.objective import Objective
from evaluations.models.placement_evaluation import PlacementEvaluation, PlacementLevel

__all__ = [
    "Assessment",
    "Commission",
    "Contact",
    "DiscussedTheme",
    "Evidence",
    "Floor",
    "GroupNote",
    "Note",
    "Objective",
    "PlacementEvaluation",
    "PlacementLevel",
    "ReflectiveShift",
    "Theme",
]
