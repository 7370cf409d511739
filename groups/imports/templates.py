"""The file one can download, fill and import: our own headings, and nothing that a spreadsheet would run."""

import io

from defusedcsv import csv

from groups.imports.kinds import ImportKind


def template_csv(kind: ImportKind) -> bytes:
    """The headings of a kind, as a spreadsheet set to French opens them: UTF-8 with its mark, semicolons."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([field.label for field in kind.fields if field.in_template])
    return text.getvalue().encode("utf-8-sig")
