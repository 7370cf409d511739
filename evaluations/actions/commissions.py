"""Convening a commission: which cohort, when, and who sits."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actions import set_roles
from accounts.models import Person, Role
from evaluations.models import Commission
from groups.models import Cohort


@transaction.atomic
def save_commission(
    *,
    commission: Commission | None = None,
    name: str,
    cohort: Cohort,
    held_on: date,
    opens_on: date,
    closes_on: date,
    members: Iterable[Person],
) -> Commission:
    """Create or change a commission. Whoever sits on it gets the commission role, hence the page.

    Raises `ValidationError` when the files close before they open.
    """
    if closes_on < opens_on:
        raise ValidationError(
            {"closes_on": "Les dossiers se refermeraient avant de s’ouvrir. Choisissez une date après."}
        )
    commission = commission or Commission()
    commission.name, commission.cohort, commission.held_on = name.strip(), cohort, held_on
    commission.opens_on, commission.closes_on = opens_on, closes_on
    commission.save()
    sitting = list(members)
    commission.members.set(sitting)
    for person in sitting:
        roles = set(person.role_assignments.values_list("role", flat=True))
        if Role.COMMISSION not in roles:
            set_roles(person=person, roles=roles | {Role.COMMISSION})
    return commission
