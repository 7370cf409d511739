"""Facts about sessions that other modules and rooms may want to hear.

All are sent inside the transaction that writes the fact: a receiver that fails undoes it.
"""

from django.dispatch import Signal

sessions_moved = Signal()
"""Published sessions changed their time or their place. Sent with `moves`, pairs of a session and the
`Position` it had before, and `actor`; the `sequence` of each is already raised."""

sessions_cancelled = Signal()
"""Published sessions will not take place. Sent with `sessions` and `actor`; the `sequence` of each is already
raised and its `cancel_reason` says why."""

session_closed = Signal()
"""A session was held and its attendance is final. Sent with `session` and `actor`."""

interview_held = Signal()
"""An individual interview took place. Sent with `interview`, `held_at` (aware) and `actor`."""
