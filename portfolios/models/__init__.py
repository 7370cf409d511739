from portfolios.models.feedback import Annotation, Reading, ReadingMark
from portfolios.models.framework import Competency, SituationFamily
from portfolios.models.project import Project, Thesis
from portfolios.models.trace import Mobilisation, Trace, TraceVersion

__all__ = [
    "Annotation",
    "Competency",
    "Mobilisation",
    "Project",
    "Reading",
    "ReadingMark",
    "SituationFamily",
    "Thesis",
    "Trace",
    "TraceVersion",
]
