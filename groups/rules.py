"""Who may do what with a group or an intern."""

import rules

from accounts.models import Person, Role
from groups.models import Intern, Tutorship


@rules.predicate
def organises(person: Person) -> bool:
    """Imports, constitutes groups, places and publishes sessions."""
    return person.has_role(Role.SECRETARY)


@rules.predicate
def coordinates(person: Person) -> bool:
    return person.has_role(Role.COORDINATOR)


@rules.predicate
def tutors(person: Person, intern: Intern) -> bool:
    """Is today the tutor (not the co-tutor) of the intern's group."""
    return _tutorships(person, intern).filter(part=Tutorship.Part.TUTOR).exists()


@rules.predicate
def follows(person: Person, intern: Intern) -> bool:
    """Is today the tutor or the co-tutor of the intern's group."""
    return _tutorships(person, intern).exists()


@rules.predicate
def is_oneself(person: Person, intern: Intern) -> bool:
    return intern.person_id == person.pk


def _tutorships(person: Person, intern: Intern):
    return Tutorship.objects.filter(
        tutor__person=person,
        ends_on=None,
        group__memberships__intern=intern,
        group__memberships__ends_on=None,
    )
