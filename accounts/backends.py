"""Signing in by e-mail, and knowing the person's roles without asking again."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend

from accounts.models import Person, RoleAssignment


class AuthenticationBackend(AllauthBackend):
    """allauth's, which loads a person and his or her roles in one query."""

    def get_user(self, user_id: Any) -> Person | None:
        assignments = list(RoleAssignment.objects.filter(person=user_id).select_related("person"))
        if not assignments:
            return super().get_user(user_id)
        person = assignments[0].person
        if not self.user_can_authenticate(person):
            return None
        person.roles = frozenset(assignment.role for assignment in assignments)
        return person
