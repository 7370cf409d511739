"""Facts about groups that the rooms above may want to hear.

Sent inside the transaction that writes the fact: a receiver that fails undoes it.
"""

from django.dispatch import Signal

members_changed = Signal()
"""Who should come to the sessions of some groups changed: somebody arrived, left, or is on leave.
Sent with `groups` (a collection of ids) and `actor` (Person or None)."""
