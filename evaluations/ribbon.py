"""The ruban of a session: who spoke, who speaks, who is planned (LANGUAGE.md, Temps de parole).

Plain Python: times in Unix seconds, the drawing in percentages of whatever width it is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from design.french import clock, duration

CLOSING = "Clôture, entretiens"


class Kind(StrEnum):
    OPENING = "opening"
    SPOKEN = "spoken"
    SPEAKING = "speaking"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Segment:
    kind: Kind
    name: str
    start: int
    end: int

    @property
    def minutes(self) -> int:
        return round((self.end - self.start) / 60)

    @property
    def label(self) -> str:
        if self.kind == Kind.SPOKEN:
            return f"{self.name}, {duration(self.minutes)}"
        if self.kind == Kind.PLANNED and self.name != CLOSING:
            return f"{self.name}, à venir"
        return self.name


@dataclass(frozen=True, slots=True)
class Ribbon:
    start: int
    end: int
    now: int | None
    segments: tuple[Segment, ...]

    def at(self, moment: float) -> float:
        """Hundredths of the width, held between 0 and 100."""
        return round(min(100.0, max(0.0, (moment - self.start) / (self.end - self.start) * 100)), 2)

    def describe(self) -> str:
        """The same in words, for who does not see it."""
        spoken = [segment.label for segment in self.segments if segment.kind == Kind.SPOKEN]
        speaking = [segment.name for segment in self.segments if segment.kind == Kind.SPEAKING]
        planned = [
            segment.name
            for segment in self.segments
            if segment.kind == Kind.PLANNED and segment.name != CLOSING
        ]
        parts = [
            f"ont parlé : {' ; '.join(spoken)}" if spoken else "personne n’a encore parlé",
            f"a la parole : {speaking[0]}" if speaking else "",
            f"à venir : {', '.join(planned)}" if planned else "",
        ]
        return "Ruban de la séance, " + ", ".join(part for part in parts if part) + "."

    def svg(self) -> SafeString:
        """The drawing, 72 px high; its colours come from the classes `ribbon-…`."""
        parts = [self._segment(segment) for segment in self.segments]
        for tick in self._ticks():
            anchor = "start" if tick == self.start else "end" if tick == self.end else "middle"
            time = clock(datetime.fromtimestamp(tick, UTC))
            parts.append(
                f'<text class="ribbon-time" x="{self.at(tick):g}%" y="66" '
                f'text-anchor="{anchor}">{time}</text>'
            )
        if self.now is not None:
            x = self.at(self.now)
            anchor = "start" if x < 6 else "end" if x > 94 else "middle"
            parts.append(
                f'<g class="ribbon-now"><line x1="{x:g}%" x2="{x:g}%" y1="15" y2="50"/>'
                f'<text x="{x:g}%" y="11" text-anchor="{anchor}">maintenant</text></g>'
            )
        return mark_safe(
            f'<svg class="ribbon" role="img" aria-label="{escape(self.describe())}">{"".join(parts)}</svg>'
        )

    def _ticks(self) -> list[int]:
        """Both ends and the half-hours between them that leave room for the words."""
        room = (self.end - self.start) * 0.07
        halves = range(self.start - self.start % 1800, self.end, 1800)
        return [
            self.start,
            *(tick for tick in halves if tick - self.start > room and self.end - tick > room),
            self.end,
        ]

    def _segment(self, segment: Segment) -> str:
        left, right = self.at(segment.start), self.at(segment.end)
        width = max(0.0, right - left)
        name = escape(segment.label)
        text = f'<text x="10" y="19">{name}</text>' if width >= 7 and name else ""
        return (
            f'<svg class="ribbon-{segment.kind}" x="{left:g}%" y="21" width="{width:.2f}%" height="28">'
            f'<rect x="1.5" y="1" width="97%" height="26" rx="6"/>{text}</svg>'
        )


def draw(
    *,
    start: int,
    end: int,
    now: int | None,
    turns: Sequence[tuple[str, int, int]],
    speaking: tuple[str, int] | None,
    waiting: Sequence[str],
    each: int,
) -> Ribbon:
    """Lay out a session from `start` to `end`; `now` is None when it is over or has not begun.

    `turns` are (name, first second, last second), oldest first; `speaking` is (name, since); each of
    `waiting` is given `each` seconds, less when the time left is short; what remains is for closing.
    """
    end = max(end, now or end, *(turn[2] for turn in turns), start + 60)
    segments: list[Segment] = []
    if turns or speaking:
        first = turns[0][1] if turns else speaking[1] if speaking else start
        if first - start >= 60:
            segments.append(Segment(Kind.OPENING, "", start, first))
    segments.extend(Segment(Kind.SPOKEN, name, begin, stop) for name, begin, stop in turns if stop > begin)
    cursor = now if now is not None else start
    if speaking and now is not None:
        segments.append(Segment(Kind.SPEAKING, speaking[0], speaking[1], max(now, speaking[1] + 1)))
    cursor = max([start, cursor, *(segment.end for segment in segments)])
    if now is not None or not turns:
        share = min(each, (end - cursor) // len(waiting)) if waiting else 0
        for name in waiting:
            if share >= 60:
                segments.append(Segment(Kind.PLANNED, name, cursor, cursor + share))
                cursor += share
        if end - cursor >= 300:
            segments.append(Segment(Kind.PLANNED, CLOSING, cursor, end))
    return Ribbon(start, end, now, tuple(segments))
