"""Time cut into quarters of an hour, numbered since 1970 (Unix time divided by 900 s)."""

from datetime import datetime

SLOT_SECONDS = 900


def slots_between(start: datetime, end: datetime) -> range:
    """The slots that `[start, end)` touches, even in part; both must be aware and in order.

    14 h – 16 h and 16 h – 18 h share none (D.1-5); 14 h – 15 h 50 keeps the whole last quarter.
    """
    return range(int(start.timestamp() // SLOT_SECONDS), int(-(-end.timestamp() // SLOT_SECONDS)))


def share_a_slot(first: range, second: range) -> bool:
    """Whether two bookings of the same resource would fight for a slot."""
    return first.start < second.stop and second.start < first.stop
