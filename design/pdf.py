"""PDF from a Typst template: accessible (PDF/UA-1), with our own fonts, nothing fetched from anywhere."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from design.french import NBHYPHEN

FONTS = Path(__file__).with_name("fonts")


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The document which `template` (a .typ file) makes of `data`.

    The template reads it by `json(bytes(sys.inputs.data))`. Figtree has no no-break hyphen: a plain
    one stands for it.
    """
    text = json.dumps(data, ensure_ascii=False).replace(NBHYPHEN, "-")
    return typst.compile(
        template,
        root=template.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": text},
        pdf_standards=["ua-1"],
        format="pdf",
    )
