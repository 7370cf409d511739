"""The marguerite: six petals whose length is a level (LANGUAGE.md, Signatures).

Levels go from 0 to 3, in the order of PETALS.

Pure geometry to SVG text, cached by what it shows; colours come from the classes `mg-…`.
"""

import textwrap
from collections.abc import Sequence
from functools import lru_cache
from math import cos, radians, sin

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from design.french import NBSP, plural

PETALS = ("APC", "PRU", "AGC", "EPD", "CSC", "PRO")
NAMES = (
    "Approche centrée patient, relation",
    "Premier recours, urgences",
    "Approche globale, complexité",
    "Éducation, dépistage, prévention",
    "Continuité, suivi, coordination",
    "Professionnalisme",
)
LEVELS = ("non évalué", "novice", "intermédiaire", "compétent")
BASE = 12.0
TIPS = {1: (25.0, 8.4), 2: (36.0, 11.0), 3: (47.0, 13.0)}
PISTE_FROM = 44
LARGE = 424
SCALE = 2.2

Levels = Sequence[int]


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


@lru_cache(maxsize=8)
def petal_path(level: int) -> str:
    """The outline of the upright petal of a level 1 to 3, base at 12 from the centre."""
    tip, w = TIPS[level]
    length = tip - BASE

    def y(share: float) -> str:
        return _n(-(BASE + share * length))

    right = (
        f"C{_n(0.5 * w)} {y(0.1)} {_n(w)} {y(0.36)} {_n(w)} {y(0.62)}"
        f"C{_n(w)} {y(0.88)} {_n(0.56 * w)} {_n(-tip)} 0 {_n(-tip)}"
    )
    left = (
        f"C{_n(-0.56 * w)} {_n(-tip)} {_n(-w)} {y(0.88)} {_n(-w)} {y(0.62)}"
        f"C{_n(-w)} {y(0.36)} {_n(-0.5 * w)} {y(0.1)} 0 {_n(-BASE)}Z"
    )
    return f"M0 {_n(-BASE)}{right}{left}".replace(" -", "-").replace("-0.", "-.")


def _petal(css: str, level: int, at: int) -> str:
    turn = f' transform="rotate({at * 60})"' if at else ""
    return f'<path class="{css}"{turn} d="{petal_path(level)}"/>'


def _heart(level: int) -> str:
    if level >= 3:
        return '<circle class="mg-h" r="9.5"/>'
    dot = '<circle class="mg-h" r="3.6"/>' if level == 2 else ""
    return f'<circle class="mg-r" r="7.5"/>{dot}' if level else '<circle class="mg-0" r="7"/>'


def _hollow(at: int) -> str:
    angle = radians(at * 60)
    return f'<circle class="mg-0" cx="{_n(20 * sin(angle))}" cy="{_n(-20 * cos(angle))}" r="3.4"/>'


def _flower(levels: Levels, piste: bool) -> str:
    parts = [_petal("mg-t", 3, at) for at in range(6)] if piste else []
    for at, level in enumerate(levels):
        parts.append(_petal(f"mg-{level}", level, at) if level else _hollow(at))
    parts.append(_heart(levels[0]))
    return "".join(parts)


def _checked(levels: Levels) -> tuple[int, ...]:
    found = tuple(int(level) for level in levels)
    if len(found) != 6 or not all(0 <= level <= 3 for level in found):
        raise ValueError(f"A marguerite has six levels from 0 to 3, not {found}")
    return found


def describe(levels: Levels, names: Sequence[str] = NAMES, evidence: Sequence[int] | None = None) -> str:
    """The full text alternative: every competency with its level, and its number of preuves when known."""
    parts = []
    for at, level in enumerate(_checked(levels)):
        proof = f", {plural(evidence[at], 'preuve')}" if evidence is not None and level else ""
        parts.append(f"{names[at]}{NBSP}: {LEVELS[level]}{proof}")
    return "Marguerite des compétences. " + ". ".join(parts) + "."


def _svg(size: int, body: str, label: str, css: str = "mg", box: str = "-50 -50 100 100") -> SafeString:
    voice = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(
        f'<svg class="{css}" width="{size}" height="{size}" viewBox="{box}" {voice}>{body}</svg>'
    )


@lru_cache(maxsize=4096)
def flower(levels: tuple[int, ...], size: int = 28, label: str | None = None) -> SafeString:
    """A marguerite of 20 to 104 px; the piste shows from 44. `label=""` makes it decoration."""
    levels = _checked(levels)
    text = describe(levels) if label is None else label
    return _svg(size, _flower(levels, size >= PISTE_FROM), text)


@lru_cache(maxsize=256)
def mobilised(petals: tuple[bool, ...], size: int = 36, label: str | None = None) -> SafeString:
    """A trace's marguerite: six petals, all or nothing."""
    on = tuple(bool(petal) for petal in petals)
    if len(on) != 6:
        raise ValueError("A marguerite has six petals")
    if label is None:
        names = [name for name, petal in zip(NAMES, on, strict=True) if petal]
        label = f"Compétences mobilisées{NBSP}: {' ; '.join(names) if names else 'aucune'}."
    body = "".join(_petal("mg-2" if petal else "mg-t", 3, at) for at, petal in enumerate(on))
    return _svg(size, body + ('<circle class="mg-h" r="7.5"/>' if any(on) else ""), label)


@lru_cache(maxsize=64)
def single(index: int, size: int = 24, label: str | None = None) -> SafeString:
    """The marguerite that points at one competency (0 to 5) and greys the others."""
    body = "".join(_petal("mg-3" if at == index else "mg-t", 3, at) for at in range(6))
    return _svg(size, body, NAMES[index] if label is None else label)


@lru_cache(maxsize=64)
def unfolded(level: int, label: str | None = None, height: int = 30) -> SafeString:
    """*Dépliée*: one upright petal over its piste, for a table cell."""
    body = f'<path class="mg-t" d="{petal_path(3)}"/>'
    if level:
        body += f'<path class="mg-{level}" d="{petal_path(level)}"/>'
    voice = f'role="img" aria-label="{escape(LEVELS[level] if label is None else label)}"'
    if label == "":
        voice = 'aria-hidden="true"'
    width = round(height * 28 / 37)
    return mark_safe(
        f'<svg class="mg" width="{width}" height="{height}" viewBox="-14 -48 28 37" {voice}>{body}</svg>'
    )


@lru_cache(maxsize=64)
def to_come(size: int = 96, label: str = "") -> SafeString:
    """*À venir*: dashed outlines; decoration unless a label says what will come."""
    return _svg(size, "".join(_petal("mg-d", 3, at) for at in range(6)), label)


@lru_cache(maxsize=16)
def logo(size: int = 30) -> SafeString:
    """The mark of the application, decoration beside its name."""
    body = "".join(_petal("mg-logo", 3, at) for at in range(6))
    return _svg(size, body + '<circle class="mg-h" r="9.5"/>', "")


_ANCHORS = (
    (0, -132, "middle"),
    (79, -102, "start"),
    (79, 88, "start"),
    (0, 130, "middle"),
    (-79, 88, "end"),
    (-79, -102, "end"),
)


def _lines(name: str) -> list[str]:
    return textwrap.wrap(name, width=23)[:3]


def _label(at: int, name: str, note: str) -> str:
    x, y, anchor = _ANCHORS[at]
    rows = [*((line, "mg-name") for line in _lines(name)), (note, "mg-note")]
    if at == 0 or y < 0:
        y -= 17 * (len(rows) - 2)
    spans = "".join(
        f'<tspan class="{css}" x="{x}" dy="{17 if line else 0}">{escape(text)}</tspan>'
        for line, (text, css) in enumerate(rows)
    )
    return f'<text y="{y}" text-anchor="{anchor}">{spans}</text>'


@lru_cache(maxsize=512)
def large(
    levels: tuple[int, ...],
    names: tuple[str, ...] = NAMES,
    evidence: tuple[int, ...] | None = None,
    previous: tuple[int, ...] | None = None,
) -> SafeString:
    """The 424 px marguerite: level rings, names, levels, number of preuves, last semester dashed."""
    levels = _checked(levels)
    rings = "".join(f'<circle class="mg-level" r="{_n(tip * SCALE)}"/>' for tip, _ in TIPS.values())
    piste = "".join(_petal("mg-t", 3, at) for at in range(6))
    before = ""
    for at, level in enumerate(_checked(previous) if previous is not None else ()):
        if level and level != levels[at]:
            css = "mg-before" if level < levels[at] else "mg-before mg-before-out"
            before += _petal(css, level, at).replace("<path ", '<path vector-effect="non-scaling-stroke" ')
    labels = "".join(
        _label(
            at,
            names[at],
            LEVELS[level] + (f", {plural(evidence[at], 'preuve')}" if evidence is not None and level else ""),
        )
        for at, level in enumerate(levels)
    )
    body = (
        f'<g transform="scale({SCALE})">{piste}</g>{rings}'
        f'<g transform="scale({SCALE})">{_flower(levels, False)}{before}</g>{labels}'
    )
    text = escape(describe(levels, names, evidence))
    return mark_safe(
        f'<svg class="mg mg-large" width="{LARGE}" height="340" viewBox="-212 -170 424 340" '
        f'role="img" aria-label="{text}">{body}</svg>'
    )
