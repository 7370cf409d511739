"""From bytes to a table of text: format, encoding and separator are found, and limits hold."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from charset_normalizer import from_bytes
from openpyxl import load_workbook

MAX_BYTES = 2 * 1024 * 1024
MAX_UNZIPPED_BYTES = 40 * 1024 * 1024
MAX_PARTS = 500
MAX_ROWS = 5_000
MAX_COLUMNS = 80
MAX_CELL = 1_000
WESTERN = {"cp1252": "Windows-1252", "mac_roman": "Mac", "cp850": "DOS"}
FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ’«»–…€°ñÑ\u00a0")
SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation"}


class FileRefused(Exception):
    """The file as a whole cannot be read; the message is a French sentence with its remedy."""


@dataclass(frozen=True, slots=True)
class Table:
    """The first sheet as text. `rows` are (line in the file, cells); the heading is not among them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    source: str
    """How it was read, for the screen: `CSV, Windows-1252, point-virgule`."""

    def as_json(self) -> dict[str, Any]:
        return {"columns": self.columns, "rows": self.rows, "source": self.source}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Table":
        return cls(
            columns=tuple(data.get("columns", ())),
            rows=tuple((number, tuple(cells)) for number, cells in data.get("rows", ())),
            source=data.get("source", ""),
        )


def read(content: bytes) -> Table:
    """Read a CSV or an XLSX file; raises FileRefused. What the file is named does not count."""
    if len(content) > MAX_BYTES:
        size = f"{len(content) / 1024 / 1024:.1f}".replace(".", ",")
        raise FileRefused(
            f"Le fichier pèse {size} Mo, 2 Mo au plus. Gardez une seule feuille et les colonnes utiles."
        )
    if not content.strip():
        raise FileRefused("Le fichier est vide. Exportez-le de nouveau, puis déposez-le.")
    if content.startswith(b"PK"):
        return _table(_xlsx_rows(content), "classeur XLSX")
    _refuse_other_formats(content)
    text, encoding = _decode(content)
    separator = _separator(text)
    rows = _csv_rows(text, separator)
    return _table(rows, f"CSV, {encoding}, {SEPARATORS[separator]}")


def _refuse_other_formats(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(
            "C’est un classeur ancien (.xls) ou protégé par un mot de passe. "
            "Enregistrez-le en .xlsx sans mot de passe, ou en CSV, puis déposez-le."
        )
    if content.startswith(b"%PDF"):
        raise FileRefused("C’est un PDF. Demandez l’export d’origine, en CSV ou en XLSX.")


def _decode(content: bytes) -> tuple[str, str]:
    for mark, encoding, label in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if content.startswith(mark):
            try:
                return _printable(content.decode(encoding)), label
            except UnicodeDecodeError as error:
                raise FileRefused(
                    f"Le fichier s’annonce en {label} mais n’est pas lisible ainsi. "
                    "Exportez-le de nouveau en CSV (UTF-8)."
                ) from error
    if b"\x00" in content:
        raise FileRefused("Ce n’est pas un tableau. Déposez un fichier CSV ou XLSX.")
    try:
        return _printable(content.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError:
        pass
    # The detector takes names in capitals for Polish or Mac: French letters first, the detector otherwise.
    encoding = max(WESTERN, key=lambda name: _frenchness(content, name))
    if _frenchness(content, encoding) < 0.9:
        best = from_bytes(content).best()
        if best is not None:
            return _printable(str(best)), best.encoding
    return _printable(content.decode(encoding, errors="replace")), WESTERN[encoding]


def _frenchness(content: bytes, encoding: str) -> float:
    """The share of accented signs that French uses, read in an encoding."""
    beyond = [letter for letter in content.decode(encoding, errors="replace") if ord(letter) > 127]
    return sum(letter in FRENCH for letter in beyond) / len(beyond) if beyond else 1.0


def _printable(text: str) -> str:
    strange = sum(1 for letter in text if ord(letter) < 32 and letter not in "\t\r\n\x0b\x0c")
    if "\x00" in text or strange > len(text) // 100:
        raise FileRefused("Ce n’est pas un tableau. Déposez un fichier CSV ou XLSX.")
    return text


def _separator(text: str) -> str:
    """The one that cuts the first lines into most columns; a semicolon when nothing does."""
    start = text[:20_000]

    def width(separator: str) -> int:
        try:
            rows = list(islice(csv.reader(io.StringIO(start), delimiter=separator), 20))
        except csv.Error:
            return 0
        filled = [len(row) for row in rows if any(cell.strip() for cell in row)]
        return filled[0] if filled else 0

    return max(SEPARATORS, key=width)


def _csv_rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise FileRefused(
            f"La ligne {reader.line_num} ne se lit pas : une case est trop longue ou un guillemet n’est pas "
            "refermé. Corrigez-la, puis déposez le fichier de nouveau."
        ) from error


def _xlsx_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    _refuse_other_archives(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                if len(cells) > 4 * MAX_COLUMNS:
                    cells = cells[: 4 * MAX_COLUMNS]
                yield number, [_cell(value) for value in cells]
        finally:
            book.close()
    except FileRefused:
        raise
    except Exception as error:  # openpyxl lets anything out of a damaged workbook.
        raise FileRefused(
            "Le classeur est abîmé : il ne s’ouvre pas. Enregistrez-le de nouveau en .xlsx, ou en CSV."
        ) from error


def _refuse_other_archives(content: bytes) -> None:
    """Only a workbook of reasonable size gets to the XML parser."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise FileRefused(
            "Le classeur est abîmé : il ne s’ouvre pas. Enregistrez-le de nouveau en .xlsx, ou en CSV."
        ) from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        if any(name.lower().endswith(".csv") for name in names):
            raise FileRefused(
                "C’est une archive ZIP. Ouvrez-la, puis déposez le fichier CSV qu’elle contient "
                "(« …_ETU.csv » pour les internes)."
            )
        raise FileRefused("Ce n’est pas un classeur XLSX. Enregistrez le tableau en .xlsx ou en CSV.")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNZIPPED_BYTES:
        raise FileRefused(
            "Le classeur est trop gros une fois ouvert. Copiez la feuille utile dans un nouveau classeur."
        )


def _cell(value: Any) -> str:
    """What a person reads in the cell: `22000001` for 22000001.0, `10/12/2026` for a date."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y" if value.time() == time() else "%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def _table(numbered: Iterable[tuple[int, list[str]]], source: str) -> Table:
    """Heading and rows, empty ones left out; raises FileRefused past the limits."""
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    blank_run = 0
    for number, cells in numbered:
        while cells and not cells[-1].strip():
            cells = cells[:-1]
        if not cells:
            blank_run += 1
            if blank_run > 10 * MAX_ROWS:
                break
            continue
        blank_run = 0
        if any(len(cell) > MAX_CELL for cell in cells):
            raise FileRefused(
                f"À la ligne {number}, une case dépasse {MAX_CELL} caractères. Raccourcissez-la, ou vérifiez "
                "qu’un guillemet n’est pas resté ouvert."
            )
        cleaned = tuple(_clean(cell) for cell in cells)
        if not columns:
            if len(cleaned) > MAX_COLUMNS:
                raise FileRefused(
                    f"Le fichier a {len(cleaned)} colonnes, {MAX_COLUMNS} au plus. "
                    "Gardez les colonnes utiles."
                )
            columns = tuple(cell or f"Colonne {rank}" for rank, cell in enumerate(cleaned, start=1))
            continue
        if len(rows) >= MAX_ROWS:
            raise FileRefused(
                f"Le fichier a plus de {MAX_ROWS} lignes. Gardez une seule promotion, puis déposez-le."
            )
        rows.append((number, cleaned))
    if not columns:
        raise FileRefused("Le fichier est vide. Exportez-le de nouveau, puis déposez-le.")
    if not rows:
        raise FileRefused(
            "Le fichier n’a que la ligne des titres. Ajoutez au moins une personne ou un objet."
        )
    return Table(columns, tuple(rows), source)


def _clean(cell: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\u200b\ufeff]+", " ", cell).strip()
