import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

import filetype

from portfolios.files import archives, pdf
from portfolios.files.refusal import RefusedFile

__all__ = ["LARGEST_FILE", "Inspected", "RefusedFile", "inspect"]

LARGEST_FILE = 20 * 1024 * 1024
LONGEST_NAME = 120
ACCEPTED = {"pdf": "PDF", "docx": "DOCX", "odt": "ODT"}


@dataclass(frozen=True)
class Inspected:
    """A file that can be kept. `text` is what could be read of it; `is_read` is False when nothing could."""

    kind: str
    name: str
    sha256: str
    text: str
    author: str
    is_read: bool


def inspect(content: bytes, name: str) -> Inspected:
    """Open `content` and say what it is; raises `RefusedFile`, a French sentence with its remedy."""
    if not content:
        raise RefusedFile("Le fichier est vide. Choisissez-en un autre.")
    if len(content) > LARGEST_FILE:
        raise RefusedFile(
            "Le fichier dépasse 20 Mo. Réduisez les images qu’il contient, puis déposez-le à nouveau."
        )
    claimed = PurePath(name).suffix.lower().lstrip(".")
    if claimed not in ACCEPTED:
        raise RefusedFile(
            "Seuls les fichiers PDF, DOCX et ODT sont acceptés. Exportez votre document en PDF."
        )
    found = _kind_of(content)
    if found is None:
        raise RefusedFile(
            f"Le contenu n’est pas celui d’un fichier {ACCEPTED[claimed]}\u00a0: il est abîmé ou d’un autre "
            "format. Exportez-le en PDF depuis votre traitement de texte."
        )
    if found != claimed:
        raise RefusedFile(
            f"Le nom finit par «\u00a0.{claimed}\u00a0» mais le contenu est au format {ACCEPTED[found]}. "
            f"Renommez le fichier en «\u00a0.{found}\u00a0»."
        )
    read = pdf.read(content) if found == "pdf" else archives.read(content, found)
    return Inspected(
        kind=found,
        name=tidy_name(name, found),
        sha256=hashlib.sha256(content).hexdigest(),
        text=read.text,
        author=read.author,
        is_read=read.is_read,
    )


def tidy_name(name: str, kind: str) -> str:
    """The name to give the file back: no folder, no control character, a sure extension."""
    stem = PurePath(name.replace("\\", "/")).stem
    clean = "".join(sign for sign in stem if unicodedata.category(sign)[0] != "C" and sign not in '<>:"/|?*')
    return f"{clean.strip(' .')[:LONGEST_NAME] or 'trace'}.{kind}"


def _kind_of(content: bytes) -> str | None:
    guess = filetype.guess(content[:8192])
    mime = guess.mime if guess else ""
    if mime == "application/pdf":
        return "pdf"
    if content[:4] == b"PK\x03\x04":
        return archives.kind_of(content)
    return None
