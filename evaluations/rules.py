"""Who may conclude anything about an intern."""

import rules

from accounts.models import Person, Role
from groups.models import Intern
from groups.rules import follows, tutors


@rules.predicate
def gives_levels(person: Person, intern: Intern) -> bool:
    """The tutor; the co-tutor where the cohort's policy lets co-tutors validate (A-172)."""
    if tutors(person, intern):
        return True
    return intern.cohort.policy.co_tutor_validates and follows(person, intern)


@rules.predicate
def reads_words(person: Person, intern: Intern) -> bool:
    """May read what was said in contacts and notes: not the commission, which reads facts and evidence."""
    return (
        person.has_role(Role.COORDINATOR, Role.DIRECTOR)
        or intern.person_id == person.pk
        or follows(person, intern)
    )
