"""The ring of speaking time: 30 minutes round, a notch at 20, brique beyond 30 (LANGUAGE.md, Signatures)."""

from functools import lru_cache
from math import cos, pi, sin

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from design.french import of

FULL = 30
NOTCH = 20


@lru_cache(maxsize=2048)
def speaking_ring(
    minutes: int | None, size: int = 56, text: str = "", sub: str = "", name: str = ""
) -> SafeString:
    """An SVG of `size` px for whole `minutes`; None (absent, excused) is a dash.

    `text` replaces the figure in the middle (`12:18`), `sub` is the line under it, `name` whose time it is.
    """
    if minutes is None:
        return mark_safe(
            '<span class="ring-none"><span aria-hidden="true">—</span><span class="visually-hidden">Pas de temps de parole</span></span>'
        )
    width = size * 0.1
    radius = size / 2 - width / 2 - 0.5
    around = 2 * pi * radius
    centre = f"{size / 2:g}"
    spoken = min(minutes, FULL) / FULL * around
    common = f'cx="{centre}" cy="{centre}" r="{radius:.1f}" stroke-width="{width:.1f}"'
    over = " ring-over" if minutes > FULL else ""
    arc = (
        f'<circle class="ring-arc{over}" {common} stroke-dasharray="{spoken:.1f} {around:.1f}" '
        f'transform="rotate(-90 {centre} {centre})"/>'
        if spoken
        else ""
    )
    angle = 2 * pi * NOTCH / FULL
    inner, outer = radius - width / 2 - 0.5, radius + width / 2 + 0.5
    notch = "".join(
        f'{axis}1="{size / 2 + inner * part:.1f}" {axis}2="{size / 2 + outer * part:.1f}" '
        for axis, part in (("x", sin(angle)), ("y", -cos(angle)))
    )
    figure = text or str(minutes)
    font = size * (0.26 if len(figure) < 4 else 0.22)
    middle = size / 2 + font * 0.36 - (size * 0.07 if sub else 0)
    words = f'<text class="ring-text" x="{centre}" y="{middle:.1f}" font-size="{font:.1f}" text-anchor="middle">{escape(figure)}</text>'
    if sub:
        words += f'<text class="ring-sub" x="{centre}" y="{size * 0.68:.1f}" font-size="{max(12, size * 0.12):.1f}" text-anchor="middle">{escape(sub)}</text>'
    whose = f"{of(name)} " if name else ""
    beyond = ", au-delà des 30\u00a0minutes" if minutes > FULL else ""
    label = escape(
        f"Temps de parole {whose}: {minutes}\u00a0min sur 20 à 30{beyond}".replace(" :", "\u00a0:")
    )
    return mark_safe(
        f'<svg class="ring" width="{size}" height="{size}" viewBox="0 0 {size} {size}" role="img" aria-label="{label}">'
        f'<circle class="ring-track" {common}/>{arc}<line class="ring-notch" {notch}stroke-width="{max(2, size * 0.035):.1f}"/>{words}</svg>'
    )
