"""The design language as template tags: plain data in, cached SVG and HTML out (docs/components.md)."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from design import icons
from design import marguerite as flowers
from design.chrome import SemesterStrip
from design.ring import speaking_ring as draw_ring
from design.states import state

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", size: int = 20, css: str = "") -> SafeString:
    """`{% icon "check" %}`, `{% icon "check" label="Fait" size=16 %}`."""
    return icons.icon(name, label, size, css)


def _levels(levels: Sequence[int]) -> tuple[int, ...]:
    return tuple(int(level or 0) for level in levels)


@register.simple_tag
def marguerite(levels: Sequence[int], size: int = 28, label: str | None = None) -> SafeString:
    """`{% marguerite intern.levels size=44 %}`: six levels 0 to 3, in the order of marguerite.PETALS."""
    return flowers.flower(_levels(levels), size, label)


@register.simple_tag
def marguerite_large(
    levels: Sequence[int],
    evidence: Sequence[int] | None = None,
    previous: Sequence[int] | None = None,
    names: Sequence[str] | None = None,
) -> SafeString:
    """The 424 px marguerite with names, levels, number of preuves and the semester before, dashed."""
    return flowers.large(
        _levels(levels),
        tuple(names) if names else flowers.NAMES,
        tuple(evidence) if evidence is not None else None,
        _levels(previous) if previous is not None else None,
    )


@register.simple_tag
def marguerite_mobilised(petals: Sequence[bool], size: int = 36, label: str | None = None) -> SafeString:
    """A trace's competencies, all or nothing: six booleans."""
    return flowers.mobilised(tuple(bool(petal) for petal in petals), size, label)


@register.simple_tag
def marguerite_single(index: int, size: int = 24, label: str | None = None) -> SafeString:
    """The petal of one competency (0 to 5) among the six, greyed."""
    return flowers.single(int(index), size, label)


@register.simple_tag
def marguerite_to_come(size: int = 96, label: str = "") -> SafeString:
    """Dashed outlines: nothing yet."""
    return flowers.to_come(size, label)


@register.simple_tag
def petal(level: int, label: str | None = None, height: int = 30) -> SafeString:
    """*Dépliée*: one upright petal for a table cell; says its level unless told otherwise."""
    return flowers.unfolded(int(level or 0), label, height)


@register.simple_tag
def logo(size: int = 30) -> SafeString:
    """The mark beside the word Tutorat."""
    return flowers.logo(size)


@register.simple_tag
def speaking_ring(
    minutes: float | None, size: int = 56, text: str = "", sub: str = "", name: str = ""
) -> SafeString:
    """`{% speaking_ring 12 size=56 name="Inès" %}`; None (absent) is a dash."""
    return draw_ring(None if minutes is None else int(minutes), size, text, sub, name)


def _face(person: Any, size: int, css: str, alt: str) -> SafeString:
    url = person.photo_url
    if url:
        return format_html(
            '<span class="face face-{}{}">'
            '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy"></span>',
            size,
            css,
            url,
            alt,
            size,
            size,
        )
    if alt:
        return format_html(
            '<span class="face face-{}{}" role="img" aria-label="{}">{}</span>',
            size,
            css,
            alt,
            person.initials,
        )
    return format_html(
        '<span class="face face-{}{}" aria-hidden="true">{}</span>', size, css, person.initials
    )


@register.simple_tag
def face(person: Any, size: int = 44, round: bool = False, named: bool = False) -> SafeString:
    """A photo or initials. `round` for a tutor. Hidden from assistive technology unless `named`, for the
    name normally stands beside it. `person` has photo_url, initials and full_name."""
    return _face(person, size, " face-round" if round else "", person.full_name if named else "")


@register.simple_tag
def trombinoscope(people: Iterable[Any], size: int = 40, free: int = 0, named: bool = False) -> SafeString:
    """A group in one strip; `free` hatched seats after it. `named` writes first and last names underneath
    (people then have first_name and last_name)."""
    if named:
        cells = format_html_join(
            "",
            '<li>{}<span class="first">{}</span><span class="last">{}</span></li>',
            ((_face(person, size, "", ""), person.first_name, person.last_name) for person in people),
        )
    else:
        cells = format_html_join(
            "", "<li>{}</li>", ((_face(person, size, "", person.full_name),) for person in people)
        )
    seat = f'<li><span class="face face-{size} face-free" role="img" aria-label="Place libre"></span></li>'
    css = f"trombi trombi-{size}" + (" trombi-named" if named else "")
    return format_html('<ul class="{}">{}{}</ul>', css, cells, mark_safe(seat * int(free)))


@lru_cache(maxsize=1024)
def _chip(label: str, icon_name: str, tone: str, css: str) -> SafeString:
    drawing = icons.icon(icon_name, size=16) if icon_name else ""
    plain = "" if icon_name else " chip-plain"
    return format_html('<span class="chip tone-{}{}{}">{}{}</span>', tone, css, plain, drawing, label)


@register.simple_tag
def state_chip(status: str, label: str = "") -> SafeString:
    """`{% state_chip trace.status trace.get_status_display %}`: an icon and a word. An unknown status needs
    its label and stays neutral; without one it raises LookupError."""
    found = state(str(status))
    if found is None:
        if not label:
            raise LookupError(f"No state “{status}” in design/states.py, and no label was given")
        return _chip(str(label), "", "ardoise", " chip-line")
    css = " chip-dashed" if found.dashed else " chip-line" if found.tone == "ardoise" else ""
    return _chip(str(label) or found.label, found.icon, found.tone, css)


@register.simple_tag
def chip(label: str, icon: str = "", tone: str = "ardoise") -> SafeString:
    """A free chip: `{% chip "4 départements" %}`, `{% chip "Binôme séparé" icon="unlink" tone="saule" %}`."""
    return _chip(str(label), icon, tone, " chip-line" if tone == "ardoise" else "")


_PATTERNS = (
    '<rect width="14" height="14" rx="4"/>',
    '<path d="M3.5 0H5v14H3.5A3.5 3.5 0 0 1 0 10.5v-7A3.5 3.5 0 0 1 3.5 0zM9 0h1.5A3.5 3.5 0 0 1 14 3.5v7'
    'a3.5 3.5 0 0 1-3.5 3.5H9z"/>',
    '<path d="M0 3.5A3.5 3.5 0 0 1 3.5 0h7A3.5 3.5 0 0 1 14 3.5zM0 5.3h14v3.4H0zM0 10.5h14a3.5 3.5 0 0 1'
    '-3.5 3.5h-7A3.5 3.5 0 0 1 0 10.5z"/>',
    '<circle cx="3.3" cy="3.3" r="2.7"/><circle cx="10.7" cy="3.3" r="2.7"/>'
    '<circle cx="3.3" cy="10.7" r="2.7"/><circle cx="10.7" cy="10.7" r="2.7"/>',
)


def _slot(year: int) -> int:
    """The rotating place of a cohort: 2026 plain, 2025 double line, 2024 dashes, 2023 dots, 2022 plain…"""
    return (2026 - int(year)) % 4


@register.filter
def cohort_class(year: int) -> str:
    """`cohort-0`…`cohort-3`, which set --cohort, --cohort-texte and --cohort-fond."""
    return f"cohort-{_slot(year)}"


@register.simple_tag
def cohort_mark(year: int, label: str = "", size: int = 14) -> SafeString:
    """`{% cohort_mark 2025 "25-07" %}`: colour, pattern and word. Without a label, `Promotion 2025`."""
    return _cohort_mark(int(year), str(label), size)


@lru_cache(maxsize=1024)
def _cohort_mark(year: int, label: str, size: int) -> SafeString:
    return format_html(
        '<span class="cohort-mark cohort-{}">'
        '<svg width="{}" height="{}" viewBox="0 0 14 14" aria-hidden="true">{}</svg>{}</span>',
        _slot(year),
        size,
        size,
        mark_safe(_PATTERNS[_slot(year)]),
        label or f"Promotion\u00a0{year}",
    )


@register.simple_tag
def progress(done: float, total: float, label: str, tone: str = "loire") -> SafeString:
    """A bar filled to `done / total`; the label says it in words for who does not see it."""
    share = 100 * min(1.0, float(done) / float(total)) if total else 0
    return format_html(
        '<svg class="progress-bar tone-{}" role="img" aria-label="{}">'
        '<rect class="track" width="100%" height="6" rx="3"/>'
        '<rect class="done" width="{}%" height="6" rx="3"/></svg>',
        tone,
        label,
        f"{share:.1f}",
    )


@register.simple_tag
def semester_strip(strip: SemesterStrip) -> SafeString:
    """The fil du semestre as one SVG."""
    return strip.svg()


@register.simple_tag
def evidence(rank: int, url: str = "", tone: str = "loire") -> SafeString:
    """A preuve: a numbered square chip, a link to its passage when `url` is given."""
    if url:
        return format_html(
            '<a class="evidence tone-{}" href="{}" aria-label="Preuve {}">{}</a>', tone, url, rank, rank
        )
    return format_html(
        '<span class="evidence tone-{}"><span class="visually-hidden">Preuve </span>{}</span>', tone, rank
    )


@register.simple_tag
def skeleton(lines: int = 3, label: str = "Chargement") -> SafeString:
    """Grey shapes of the content that comes."""
    return mark_safe(
        f'<div class="skeleton" role="img" aria-label="{escape(label)}">{"<i></i>" * int(lines)}</div>'
    )


@register.filter
def undo_url(extra_tags: str | None) -> str:
    """The address in a message's extra tags `undo:/seances/12/replacer`, or nothing."""
    return next((tag[5:] for tag in (extra_tags or "").split() if tag.startswith("undo:")), "")
