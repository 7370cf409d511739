"""DOCX and ODT: ZIP archives of XML. Opened with a budget, never unpacked on disk."""

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from portfolios.files.refusal import Read, RefusedFile

MOST_ENTRIES = 3_000
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_XML = 30 * 1024 * 1024
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM = 1024 * 1024

ODT_TYPE = b"application/vnd.oasis.opendocument.text"
BLOCKS = {"p", "h", "br", "tab", "tr", "line-break"}


def kind_of(content: bytes) -> str | None:
    """`docx`, `odt`, or None when the archive is neither or cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return "docx"
            if {"mimetype", "content.xml"} <= names and _first_bytes(
                archive, "mimetype", 80
            ).strip() == ODT_TYPE:
                return "odt"
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    return None


def read(content: bytes, kind: str) -> Read:
    """The text and the author of a DOCX or an ODT; raises `RefusedFile` for a bomb, a macro or a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive)
            _refuse_macros(archive, kind)
            _refuse_password(archive, kind)
            if kind == "docx":
                parts = ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"]
                properties = "docProps/core.xml"
            else:
                parts, properties = ["content.xml"], "meta.xml"
            names = set(archive.namelist())
            text = "\n".join(_text(_xml(archive, part)) for part in parts if part in names)
            author = _author(_xml(archive, properties)) if properties in names else ""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _damaged() from error
    return Read(text=text, author=author, is_read=bool(text.strip()))


def _damaged() -> RefusedFile:
    return RefusedFile(
        "Le fichier est abîmé et ne s’ouvre pas. Enregistrez-le à nouveau, ou exportez-le en PDF."
    )


def _first_bytes(archive: zipfile.ZipFile, name: str, count: int) -> bytes:
    with archive.open(name) as entry:
        return entry.read(count)


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > RATIO_MATTERS_FROM and entry.file_size > HIGHEST_RATIO * max(1, entry.compress_size)
        for entry in entries
    )
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED or swollen:
        raise RefusedFile(
            "Le fichier est anormalement gros une fois ouvert\u00a0: il est refusé. Exportez-le en PDF."
        )


def _refuse_macros(archive: zipfile.ZipFile, kind: str) -> None:
    names = [name.lower() for name in archive.namelist()]
    if kind == "docx":
        active = any("vbaproject" in name or name.startswith("word/activex") for name in names)
        active = active or b"macroenabled" in _bounded(archive, "[Content_Types].xml").lower()
    else:
        active = any(name.startswith(("basic/", "scripts/")) for name in names)
    if active:
        raise RefusedFile("Le fichier contient des macros. Enregistrez-le sans macro, ou exportez-le en PDF.")


def _refuse_password(archive: zipfile.ZipFile, kind: str) -> None:
    locked = any(entry.flag_bits & 1 for entry in archive.infolist())
    if kind == "odt" and "META-INF/manifest.xml" in archive.namelist():
        locked = locked or b"encryption-data" in _bounded(archive, "META-INF/manifest.xml")
    if locked:
        raise RefusedFile(
            "Le fichier est protégé par un mot de passe. Retirez-le, puis déposez-le à nouveau."
        )


def _bounded(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the archive, read up to its budget whatever size it claims."""
    content = _first_bytes(archive, name, LARGEST_XML + 1)
    if len(content) > LARGEST_XML:
        raise RefusedFile("Le texte du fichier est trop long pour être lu. Exportez-le en PDF.")
    return content


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        return fromstring(_bounded(archive, name))
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise _damaged() from error


def _text(root: Element) -> str:
    """All the words, a new line after each paragraph."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.rsplit("}", 1)[-1] in BLOCKS:
            element.tail = "\n" + (element.tail or "")
    return "".join(root.itertext()).strip()


def _author(root: Element) -> str:
    names = []
    for element in root.iter():
        name = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
        if name in {"creator", "lastModifiedBy", "initial-creator"} and element.text:
            names.append(element.text.strip())
    return ", ".join(dict.fromkeys(filter(None, names)))[:200]
