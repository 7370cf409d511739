"""PDF: opened by qpdf (pikepdf) to be judged, read by pypdf for its text."""

import io
import logging
import time

import pikepdf
import pypdf

from portfolios.files.refusal import Read, RefusedFile

MOST_PAGES = 200
LONGEST_TEXT = 300_000
LONGEST_READING = 10.0
"""Seconds spent on the text of one file; beyond, it stays unread."""
LARGEST_STREAM = 4_000_000
LIMITS = pypdf.Configuration(
    zlib_maximum_output_length=LARGEST_STREAM,
    lzw_maximum_output_length=LARGEST_STREAM,
    run_length_maximum_output_length=LARGEST_STREAM,
    array_based_stream_maximum_output_length=LARGEST_STREAM,
    stream_decoding_work_maximum_length=4 * LARGEST_STREAM,
    stream_parsing_work_maximum_count=300_000,
    xform_maximum_invocations_per_extraction=200,
)

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
    """Best effort: whatever pypdf cannot read, or not soon enough, stays unread, and the author is told so.

    A few kilobytes can unroll into hours of work: streams are bounded, and a clock runs.
    """
    pieces: list[str] = []
    length = 0
    until = time.monotonic() + LONGEST_READING

    def watch_the_clock(*_: object) -> None:
        if time.monotonic() > until:
            raise TimeoutError

    try:
        with pypdf.apply_configuration(LIMITS):
            for page in pypdf.PdfReader(io.BytesIO(content)).pages:
                watch_the_clock()
                piece = page.extract_text(visitor_operand_before=watch_the_clock)
                pieces.append(piece)
                length += len(piece)
                if length > LONGEST_TEXT:
                    break
    except Exception:
        return ""
    return "\n".join(pieces)[:LONGEST_TEXT]
