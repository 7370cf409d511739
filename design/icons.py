"""Lucide drawings kept beside this module, read once into memory."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "icons"


@cache
def drawings() -> dict[str, str]:
    """The inside of every SVG by name (`check`, `arrow-right`…)."""
    return {
        path.stem: re.sub(r"^<svg[^>]*>|</svg>\s*$", "", path.read_text()) for path in FOLDER.glob("*.svg")
    }


@cache
def icon(name: str, label: str = "", size: int = 20, css: str = "") -> SafeString:
    """An inline SVG of `size` px. Without a label it is decoration, hidden from assistive technology.

    Raises LookupError when the icon is not kept: copy its file from Lucide into design/icons.
    """
    try:
        body = drawings()[name]
    except KeyError:
        raise LookupError(f"No icon “{name}” in design/icons") from None
    voice = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    css = f"icon {css}".strip()
    return mark_safe(
        f'<svg class="{css}" width="{size}" height="{size}" viewBox="0 0 24 24" {voice}>{body}</svg>'
    )
