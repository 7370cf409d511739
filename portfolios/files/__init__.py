"""Files deposited as traces: what is accepted, why the rest is refused, and their text.

Plain Python, no Django. Nothing is believed from a name or a declared type: the content is opened.
"""

from portfolios.files.inspection import LARGEST_FILE, Inspected, RefusedFile, inspect

__all__ = ["LARGEST_FILE", "Inspected", "RefusedFile", "inspect"]
