from accounts.models.invitation import Invitation
from accounts.models.journal import FileAccess
from accounts.models.person import Person
from accounts.models.role import Role, RoleAssignment

__all__ = ["FileAccess", "Invitation", "Person", "Role", "RoleAssignment"]
