"""Tables to keep: CSV as spreadsheets of this country open it, without formulas."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime

from defusedcsv import csv as defused_csv
from django.http import HttpResponse
from django.utils import timezone


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """An attachment `name`.csv: UTF-8 with its mark, semicolons, cells that begin like a formula quoted."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    table = defused_csv.writer(response, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    table.writerow(headings)
    table.writerows(rows)
    return response


def day_and_hour(moment: datetime | None) -> str:
    """`10/12/2026 14:00` in Paris; empty for no moment."""
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M") if moment else ""
