"""What somebody typed, or a script sent, where a row's number or a day is expected."""

import re
from datetime import date

from django.utils.dateparse import parse_date


def number_in(text: str) -> int | None:
    """A row's number, of fifteen digits at most; None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None


def date_in(text: str) -> date | None:
    """A day as `2027-01-14`; None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None
