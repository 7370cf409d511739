"""What the base layout draws around a page: navigation and the fil du semestre."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from design.faces import Face, face_of
from design.french import SHORT_MONTHS, long_date, plural, short_date

SESSION = "session"
MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the role's navigation; `tab` puts it in the bottom bar of small screens (four at most)."""

    label: str
    url: str
    icon: str = "circle"
    active: bool = False
    badge: int = 0
    tab: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """All that the bars around a page say, as values: bars drawn of equal frames are equal, and kept.

    `path` is left open: it is filled in, like the CSRF token, after the drawing.
    """

    path: str
    department: str
    nav: tuple[NavItem, ...]
    search_url: str
    notices_url: str
    notices: int
    person: Face
    role_label: str
    other_roles: tuple[tuple[str, str], ...]
    theme: str


def frame_of(chrome: Any, path: str) -> Frame:
    """The frame of a page's `chrome` (tutorat.context.Chrome)."""
    return Frame(
        path=path,
        department=chrome.department,
        nav=tuple(chrome.nav),
        search_url=chrome.search_url,
        notices_url=chrome.notices_url,
        notices=chrome.notices,
        person=face_of(chrome.person),
        role_label=chrome.role_label,
        other_roles=tuple(chrome.other_roles),
        theme=chrome.theme,
    )


@dataclass(frozen=True, slots=True)
class StripMark:
    """A date on the fil: a `session` is a circle, anything else a diamond."""

    date: date
    kind: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class SemesterStrip:
    """The fil du semestre: a line from the first to the last day, months, marks and today."""

    label: str
    starts_on: date
    ends_on: date
    today: date
    marks: Sequence[StripMark] = field(default_factory=tuple)

    def position(self, day: date) -> float:
        """Where a day stands, in hundredths of the line, held between 0 and 100."""
        length = max(1, (self.ends_on - self.starts_on).days)
        return min(100.0, max(0.0, round((day - self.starts_on).days / length * 100, 1)))

    @property
    def progress(self) -> float:
        """How much of the semester is behind us, 0 to 100."""
        return self.position(self.today)

    @property
    def shows_today(self) -> bool:
        return self.starts_on <= self.today <= self.ends_on

    def months(self) -> list[tuple[float, str]]:
        """First of each month with its short name; the month the semester opens in stands at 0."""
        ticks = [(0.0, SHORT_MONTHS[self.starts_on.month - 1])]
        day = (self.starts_on.replace(day=1) + timedelta(days=32)).replace(day=1)
        while day <= self.ends_on:
            ticks.append((self.position(day), SHORT_MONTHS[day.month - 1]))
            day = (day + timedelta(days=32)).replace(day=1)
        return ticks

    def describe(self) -> str:
        """The same in words, for who does not see the line."""
        here = f" Nous sommes le {long_date(self.today)}." if self.shows_today else ""
        dates = f" {plural(len(self.marks), 'date')} sur le fil." if self.marks else ""
        return f"{self.label}.{here}{dates}"

    def svg(self) -> SafeString:
        """The drawing, in percentages of whatever width it is given; 44 px high."""
        now = self.progress
        parts = ['<line class="strip-base" x1="0" x2="100%" y1="28" y2="28"/>']
        if now:
            parts.append(f'<line class="strip-done" x1="0.1%" x2="{now:g}%" y1="28" y2="28"/>')
        last_name = -10.0
        for at, name in self.months():
            if at:
                parts.append(f'<line class="strip-tick" x1="{at:g}%" x2="{at:g}%" y1="23" y2="33"/>')
            too_near = (self.shows_today and abs(at + 1.5 - now) < 6) or at - last_name < 6 or at > 97
            if not too_near:
                parts.append(
                    f'<svg x="{at:g}%" overflow="visible">'
                    f'<text x="{5 if at else 1}" y="17">{name}</text></svg>'
                )
                last_name = at
        parts.extend(self._mark(mark) for mark in self.marks)
        if self.shows_today:
            anchor = "start" if now < 4 else "end" if now > 96 else "middle"
            parts.append(
                f'<g class="strip-today"><line x1="{now:g}%" x2="{now:g}%" y1="19" y2="39"/>'
                f'<text x="{now:g}%" y="14" text-anchor="{anchor}">{short_date(self.today)}</text></g>'
            )
        return mark_safe(f'<svg role="group" aria-label="{escape(self.describe())}">{"".join(parts)}</svg>')

    def _mark(self, mark: StripMark) -> str:
        css = "strip-session" if mark.kind == SESSION else "strip-other"
        if mark.date < self.today:
            css += " strip-past"
        shape = (
            '<circle class="strip-mark" cy="28" r="5"/>'
            if mark.kind == SESSION
            else '<path class="strip-mark" d="M0 23l5 5-5 5-5-5z"/>'
        )
        words = escape(f"{short_date(mark.date)}, {mark.label}")
        drawing = (
            f'<svg class="{css}" x="{self.position(mark.date):g}%" overflow="visible"><title>{words}</title>'
            f'<rect class="strip-hit" x="-12" width="24" height="44"/>{shape}</svg>'
        )
        if mark.url:
            return f'<a href="{escape(mark.url)}" aria-label="{words}">{drawing}</a>'
        return drawing
