"""Who may conclude anything about an intern."""

import rules

from accounts.models import Person
from groups.models import Intern
from groups.rules import follows, tutors


@rules.predicate
def gives_levels(person: Person, intern: Intern) -> bool:
    """The tutor; the co-tutor where the cohort's policy lets co-tutors validate (A-172)."""
    if tutors(person, intern):
        return True
    return intern.cohort.policy.co_tutor_validates and follows(person, intern)
