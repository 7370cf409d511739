"""Facts about sessions that other modules and rooms may want to hear.

All are sent inside the transaction that writes the fact: a receiver that fails undoes it.
"""

from django.dispatch import Signal

session_moved = Signal()
"""A published session changed its time or its place. Sent with `session`, `before` (a `Position`)
and `actor`; `session.sequence` is already raised."""

session_cancelled = Signal()
"""A published session will not take place. Sent with `session` and `actor`; `session.sequence` is already
raised and `session.cancel_reason` says why."""

session_closed = Signal()
"""A session was held and its attendance is final. Sent with `session` and `actor`."""

interview_held = Signal()
"""An individual interview took place. Sent with `interview`, `held_at` (aware) and `actor`."""
