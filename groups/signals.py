"""Facts about groups that the rooms above may want to hear.

Sent inside the transaction that writes the fact: a receiver that fails undoes it. One that knows why the fact
cannot be raises `groups.actions.ChangeRefused`.
"""

from django.dispatch import Signal

members_changed = Signal()
"""Who should come to the sessions of some groups changed: somebody arrived, left, or is on leave.
Sent with `groups` (a collection of ids), `since` (the day from which they sit elsewhere; None when nobody
moved) and `actor` (Person or None)."""

tutors_changed = Signal()
"""A group has another tutor, or a co-tutor more or less. Sent with `group`, `since` and `actor`."""

group_closing = Signal()
"""A group closes; its people are still in it. Sent with `group` and `actor`."""
