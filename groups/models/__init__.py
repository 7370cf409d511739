from groups.models.cohort import Cohort
from groups.models.cohort_change import CohortChange
from groups.models.constitution import Constitution
from groups.models.draw import Draw, DrawAttempt, DrawEntry, DrawOffer, DrawSwap
from groups.models.import_file import ImportFile
from groups.models.intern import Intern
from groups.models.policy import Policy
from groups.models.repair import Repair
from groups.models.supervisor import StageSupervisor
from groups.models.ties import PairWish, TutorTie
from groups.models.tutor import Tutor
from groups.models.tutorial_group import Membership, TutorialGroup, Tutorship

__all__ = [
    "Cohort",
    "CohortChange",
    "Constitution",
    "Draw",
    "DrawAttempt",
    "DrawEntry",
    "DrawOffer",
    "DrawSwap",
    "ImportFile",
    "Intern",
    "Membership",
    "PairWish",
    "Policy",
    "Repair",
    "StageSupervisor",
    "Tutor",
    "TutorTie",
    "TutorialGroup",
    "Tutorship",
]
