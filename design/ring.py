"""The ring of speaking time: 30 minutes round, a notch at 20, brique beyond 30 (LANGUAGE.md, Signatures)."""

from functools import lru_cache
from math import cos, pi, sin

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from design.french import NBSP, of

FULL = 30
NOTCH = 20
ABSENT = mark_safe(
    '<span class="ring-none"><span aria-hidden="true">—</span>'
    '<span class="visually-hidden">Pas de temps de parole</span></span>'
)


@lru_cache(maxsize=2048)
def speaking_ring(
    minutes: int | None, size: int = 56, text: str = "", sub: str = "", name: str = ""
) -> SafeString:
    """An SVG of `size` px for whole `minutes`; None (absent, excused) is a dash.

    `text` replaces the figure in the middle (`12:18`), `sub` is the line under it, `name` whose time it is.
    """
    if minutes is None:
        return ABSENT
    width = size * 0.1
    radius = size / 2 - width / 2 - 0.5
    around = 2 * pi * radius
    centre = f"{size / 2:g}"
    circle = f'cx="{centre}" cy="{centre}" r="{radius:.1f}" stroke-width="{width:.1f}"'
    drawing = f'<circle class="ring-track" {circle}/>'
    if minutes:
        spoken = min(minutes, FULL) / FULL * around
        over = " ring-over" if minutes > FULL else ""
        drawing += (
            f'<circle class="ring-arc{over}" {circle} stroke-dasharray="{spoken:.1f} {around:.1f}" '
            f'transform="rotate(-90 {centre} {centre})"/>'
        )
    drawing += _notch(size, radius, width) + _words(size, centre, text or str(minutes), sub)
    return mark_safe(
        f'<svg class="ring" width="{size}" height="{size}" viewBox="0 0 {size} {size}" role="img" '
        f'aria-label="{escape(_describe(minutes, name))}">{drawing}</svg>'
    )


def _describe(minutes: int, name: str) -> str:
    whose = f" {of(name)}" if name else ""
    beyond = f", au-delà des 30{NBSP}minutes" if minutes > FULL else ""
    return f"Temps de parole{whose}{NBSP}: {minutes}{NBSP}min sur 20 à 30{beyond}"


def _notch(size: int, radius: float, width: float) -> str:
    angle = 2 * pi * NOTCH / FULL
    inner, outer = radius - width / 2 - 0.5, radius + width / 2 + 0.5
    ends = " ".join(
        f'{axis}1="{size / 2 + inner * part:.1f}" {axis}2="{size / 2 + outer * part:.1f}"'
        for axis, part in (("x", sin(angle)), ("y", -cos(angle)))
    )
    return f'<line class="ring-notch" {ends} stroke-width="{max(2, size * 0.035):.1f}"/>'


def _words(size: int, centre: str, figure: str, sub: str) -> str:
    font = size * (0.26 if len(figure) < 4 else 0.22)
    middle = size / 2 + font * 0.36 - (size * 0.07 if sub else 0)
    words = (
        f'<text class="ring-text" x="{centre}" y="{middle:.1f}" font-size="{font:.1f}" '
        f'text-anchor="middle">{escape(figure)}</text>'
    )
    if sub:
        words += (
            f'<text class="ring-sub" x="{centre}" y="{size * 0.68:.1f}" '
            f'font-size="{max(12, size * 0.12):.1f}" text-anchor="middle">{escape(sub)}</text>'
        )
    return words
