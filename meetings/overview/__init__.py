"""How far a semester is: where each cohort stands, what has to be dealt with, what comes next."""

from meetings.overview.reading import groups_of
from meetings.overview.whole import Overview

__all__ = ["Overview", "groups_of"]
