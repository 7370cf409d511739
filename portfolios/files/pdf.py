"""PDF: opened by qpdf (pikepdf) to be judged, read by pypdf for its text."""

import io
import logging

import pikepdf
import pypdf

from portfolios.files.refusal import Read, RefusedFile

MOST_PAGES = 200
LONGEST_TEXT = 300_000

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(content: bytes) -> Read:
    """The text and the author of a PDF; raises `RefusedFile` when it is locked, active, long or damaged."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if document.is_encrypted:
                raise _locked()
            if len(document.pages) > MOST_PAGES:
                raise RefusedFile(f"Le fichier dépasse {MOST_PAGES} pages. Déposez seulement votre travail.")
            if not len(document.pages):
                raise RefusedFile("Le fichier n’a aucune page. Choisissez-en un autre.")
            if _is_active(document):
                raise RefusedFile(
                    "Le fichier contient un programme ou un autre fichier. Réexportez-le en PDF simple."
                )
            author = str(document.docinfo.get("/Author", "")).strip()[:200] if document.docinfo else ""
    except pikepdf.PasswordError as error:
        raise _locked() from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, OSError) as error:
        raise RefusedFile("Le fichier PDF est abîmé et ne s’ouvre pas. Exportez-le à nouveau.") from error
    text = _text(content)
    return Read(text=text, author=author, is_read=bool(text.strip()))


def _locked() -> RefusedFile:
    return RefusedFile("Le fichier PDF est protégé. Exportez-le sans mot de passe ni restriction.")


def _is_active(document: pikepdf.Pdf) -> bool:
    root = document.Root
    names = root.get("/Names")
    if "/AA" in root or (names is not None and ("/JavaScript" in names or "/EmbeddedFiles" in names)):
        return True
    opening = root.get("/OpenAction")
    return isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S", "")) in {
        "/JavaScript",
        "/Launch",
        "/ImportData",
        "/SubmitForm",
    }


def _text(content: bytes) -> str:
    """Best effort: whatever pypdf cannot read stays unread, and the author is told so."""
    pieces: list[str] = []
    length = 0
    try:
        for page in pypdf.PdfReader(io.BytesIO(content)).pages:
            piece = page.extract_text()
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST_TEXT:
                break
    except Exception:
        return ""
    return "\n".join(pieces)[:LONGEST_TEXT]
