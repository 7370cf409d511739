"""Who may change an account."""

import rules

from accounts.models import Person, Role

TRUSTED = (Role.ADMINISTRATOR, Role.SECRETARY, Role.COORDINATOR, Role.DIRECTOR)


@rules.predicate
def gives_roles(person: Person) -> bool:
    return person.has_role(Role.ADMINISTRATOR)


@rules.predicate
def edits_identity(actor: Person, person: Person) -> bool:
    """An address is where a password can be reset: the secretariat may not touch those of the staff."""
    if actor.has_role(Role.ADMINISTRATOR):
        return True
    return actor.has_role(Role.SECRETARY) and not person.has_role(*TRUSTED) and not person.is_staff
