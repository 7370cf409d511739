"""A version laid out for reading: its sections, paragraph by paragraph, with the remarks beside them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from portfolios.gate import Flag
from portfolios.models import Annotation, TraceVersion
from portfolios.passages import Mark, Paragraph, paragraphs
from portfolios.structure import Section, sections_of

TONES = {
    Annotation.Kind.REMARK: "bleue",
    Annotation.Kind.QUESTION: "or",
    Annotation.Kind.EVIDENCE: "loire",
}
WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class Note:
    rank: int
    annotation: Annotation

    @property
    def tone(self) -> str:
        return TONES[Annotation.Kind(self.annotation.kind)]

    @property
    def heading(self) -> str:
        label = self.annotation.get_kind_display()
        competency = self.annotation.competency
        return f"{label}\u00a0: {competency.short_label.lower()}" if competency else label


@dataclass(frozen=True)
class Row:
    paragraph: Paragraph
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class ReadSection:
    section: Section
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Layout:
    sections: tuple[ReadSection, ...]
    general: tuple[Note, ...]


@dataclass(frozen=True)
class Earlier:
    """What was remarked on a version before the one being read."""

    number: int
    notes: tuple[Note, ...]


def lay_out(version: TraceVersion, kind: str, annotations: Iterable[Annotation] = ()) -> Layout:
    """Number its remarks in reading order and put each beside the paragraph where its passage ends."""
    notes, count = _numbered(kind, annotations)
    sections = []
    for section in sections_of(kind):
        text = version.sections.get(section.code, "")
        own = [note for note in notes[:count] if note.annotation.section == section.code]
        marks = [
            Mark(note.annotation.start, note.annotation.end, note.rank, note.tone, note.heading)
            for note in own
        ]
        lines = paragraphs(text, marks)
        if lines:
            sections.append(ReadSection(section, tuple(_rows(lines, own))))
    return Layout(tuple(sections), tuple(notes[count:]))


def remarks_on(version: TraceVersion, annotations: Iterable[Annotation]) -> list[Annotation]:
    """Among the remarks on a whole trace, those on this version."""
    return [annotation for annotation in annotations if annotation.version_id == version.pk]


def earlier_remarks(version: TraceVersion, kind: str, annotations: Iterable[Annotation]) -> list[Earlier]:
    """Among the remarks on a whole trace, those on the versions before this one, the latest version first."""
    by_number: dict[int, list[Annotation]] = defaultdict(list)
    for annotation in annotations:
        by_number[annotation.of_version].append(annotation)  # type: ignore[attr-defined]
    return [
        Earlier(number, tuple(_numbered(kind, by_number[number])[0]))
        for number in sorted(by_number, reverse=True)
        if number < version.number
    ]


def _numbered(kind: str, annotations: Iterable[Annotation]) -> tuple[list[Note], int]:
    """The remarks in reading order, those with a passage first; and how many have one."""
    order = {section.code: place for place, section in enumerate(sections_of(kind))}
    found = sorted(annotations, key=lambda note: (order.get(note.section, -1), note.start, note.pk))
    general = [note for note in found if not note.quote or note.section not in order]
    placed = [note for note in found if note.quote and note.section in order]
    notes = [Note(rank, annotation) for rank, annotation in enumerate([*placed, *general], start=1)]
    return notes, len(placed)


def _rows(lines: list[Paragraph], notes: list[Note]) -> Iterable[Row]:
    starts = [line.start for line in lines[1:]] + [None]
    for line, next_start in zip(lines, starts, strict=True):
        yield Row(
            line,
            tuple(
                note
                for note in notes
                if (line is lines[0] or note.annotation.end > line.start)
                and (next_start is None or note.annotation.end <= next_start)
            ),
        )


def flagged(text: str, flags: Iterable[Flag], section: str) -> list[Paragraph]:
    """The paragraphs of one section with what the identifier gate saw in it."""
    return paragraphs(
        text,
        [
            Mark(
                flag.finding.start,
                flag.finding.end,
                flag.rank,
                "brique" if flag.is_blocking else "ambre",
                flag.label,
            )
            for flag in flags
            if flag.section == section and not flag.reason
        ],
    )


def reading_minutes(version: TraceVersion) -> int:
    """How long the text takes to read, at least a minute."""
    return max(1, round(version.word_count / WORDS_A_MINUTE))
