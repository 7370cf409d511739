"""The identifier gate around a version: what is found, what the author kept and why, what still blocks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from portfolios.files import Inspected
from portfolios.identifiers import LONGEST_TEXT, Finding, Kind, scan
from portfolios.models import TraceVersion
from portfolios.structure import sections_of

TITLE = "titre"
FILE = "fichier"
LEFT_OUT = {"bibliographie": (Kind.DATE, Kind.BIRTH_DATE, Kind.NAME, Kind.ADDRESS, Kind.NUMBER)}
MOST_IN_FILE = 50


@dataclass(frozen=True)
class Flag:
    """A finding in its place. `reason` is why the author keeps it, empty while it waits."""

    rank: int
    section: str
    place: str
    finding: Finding
    reason: str = ""

    @property
    def label(self) -> str:
        return self.finding.kind.label

    @property
    def is_blocking(self) -> bool:
        return self.finding.is_blocking

    @property
    def is_waiting(self) -> bool:
        """Neither blocking nor kept with a reason: to be judged by the author."""
        return not self.is_blocking and not self.reason

    @property
    def key(self) -> str:
        """Which passage this is about, whatever its rank has become."""
        return f"{self.section}|{self.finding.kind.value}|{self.finding.text}"

    @property
    def is_in_file(self) -> bool:
        """Only the author can mend a file: it is deposited again."""
        return self.section == FILE


def flags_of(version: TraceVersion, *, title: str, kind: str) -> list[Flag]:
    """Everything the gate has to say of a version, its title and its file, in reading order."""
    places = [(TITLE, "Titre", title)]
    places += [
        (section.code, section.label, version.sections.get(section.code, "")) for section in sections_of(kind)
    ]
    flags = [
        Flag(0, code, label, finding)
        for code, label, text in places
        for finding in scan(text[:LONGEST_TEXT], leave_out=LEFT_OUT.get(code, ()))
    ]
    flags += [
        Flag(0, FILE, "Fichier", Finding(0, 0, Kind(found["kind"]), found["text"]))
        for found in version.file_findings
    ]
    reasons = {(kept["section"], kept["kind"], kept["text"]): kept["reason"] for kept in version.kept}
    return [
        replace(
            flag,
            rank=rank,
            reason=reasons.get((flag.section, flag.finding.kind.value, flag.finding.text), ""),
        )
        for rank, flag in enumerate(flags, start=1)
    ]


def blocking(flags: Iterable[Flag]) -> list[Flag]:
    return [flag for flag in flags if flag.is_blocking]


def waiting(flags: Iterable[Flag]) -> list[Flag]:
    return [flag for flag in flags if flag.is_waiting]


def findings_in_file(inspected: Inspected) -> list[dict[str, str]]:
    """What is kept of a file's scan: kinds and passages, each once, and the name in its properties."""
    findings = scan(inspected.text[:LONGEST_TEXT], leave_out=(Kind.NUMBER,))
    pairs = dict.fromkeys((finding.kind.value, finding.text) for finding in findings)
    if inspected.author:
        pairs[(Kind.METADATA.value, inspected.author)] = None
    return [{"kind": kind, "text": text} for kind, text in list(pairs)[:MOST_IN_FILE]]
