"""Who may do what with a group or an intern."""

import rules

from accounts.models import Person, Role
from groups.models import Intern
from groups.queries import seats_followed_by


@rules.predicate
def organises(person: Person) -> bool:
    """Imports, constitutes groups, places and publishes sessions."""
    return person.has_role(Role.SECRETARY)


@rules.predicate
def coordinates(person: Person) -> bool:
    return person.has_role(Role.COORDINATOR)


@rules.predicate
def tutors(person: Person, intern: Intern) -> bool:
    """Is today the tutor (not the co-tutor) of the intern, in a group or alone."""
    return seats_followed_by(person, as_tutor=True).filter(intern=intern).exists()


@rules.predicate
def follows(person: Person, intern: Intern) -> bool:
    """Is today the tutor or the co-tutor of the intern."""
    return seats_followed_by(person).filter(intern=intern).exists()


@rules.predicate
def is_oneself(person: Person, intern: Intern) -> bool:
    return intern.person_id == person.pk
