"""Signing in by e-mail, and knowing the person's roles without asking again."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.db.models import QuerySet

from accounts.models import Person, RoleAssignment
from database.prepared import Slot, prepared


@prepared
def _roles_of(*, person: Slot) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(person=person).select_related("person").order_by()


class AuthenticationBackend(AllauthBackend):
    """allauth's, which loads a person and his or her roles in one query."""

    def get_user(self, user_id: Any) -> Person | None:
        assignments = _roles_of(person=user_id)
        if not assignments:
            return super().get_user(user_id)
        person = assignments[0].person
        if not self.user_can_authenticate(person):
            return None
        person.roles = frozenset(assignment.role for assignment in assignments)
        return person
