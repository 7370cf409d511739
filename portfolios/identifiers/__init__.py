"""The identifier gate: what in a text might let somebody recognise a patient (domain B.13).

Plain Python, no Django. A first form: it finds what has a shape (numbers, dates, titled names, addresses),
not a rare profession nor a story that is recognisable by itself. It can miss and it can be wrong, which is
why the author is shown everything and stays responsible.
"""

from portfolios.identifiers.finding import Finding, Kind
from portfolios.identifiers.scanning import LONGEST_TEXT, scan

__all__ = ["LONGEST_TEXT", "Finding", "Kind", "scan"]
