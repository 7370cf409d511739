from accounts.views.invitations import invitation, invite
from accounts.views.journal import journal
from accounts.views.people import people, person_edit, person_new
from accounts.views.profile import photo, profile, profile_photo, switch_role, theme

__all__ = [
    "invitation",
    "invite",
    "journal",
    "people",
    "person_edit",
    "person_new",
    "photo",
    "profile",
    "profile_photo",
    "switch_role",
    "theme",
]
