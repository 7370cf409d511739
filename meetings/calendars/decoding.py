"""The letters of a calendar: RFC 5545 writes UTF-8, some software still writes Windows-1252 or UTF-16."""

import codecs
import re

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
FOLD = re.compile(rb"\r?\n[ \t]")
"""RFC 5545 3.1: a long line goes on after a space; old software cuts it inside a letter."""


def calendar_text(content: bytes) -> str:
    """What `content` says; never fails. Lines that were cut inside a letter are whole again."""
    if content.startswith(UTF16_MARKS):
        return content.decode("utf-16", errors="replace").replace("\0", "")
    whole = FOLD.sub(b"", content.replace(b"\0", b""))
    try:
        return whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        return whole.decode("cp1252", errors="replace")
