"""Facts of this room that others may want to hear."""

from django.dispatch import Signal

person_invited = Signal()
"""Somebody was invited. Sent with `invitation` (Invitation) and `token` (str, the only time it is known)."""

addresses_changed = Signal()
"""Addresses were corrected by somebody else. Sent with `changes`, a list of (Person, address before)."""
