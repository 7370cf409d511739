"""What is sealed before the seed exists: who is drawn, under which rules, and where the seed will come from.

Identifiers are opaque and made of `A-Z a-z 0-9 _ -`. The published form of a document holds no confidential
request: only a salted hash of each (`Secret.commitment`), so that publishing it shows nobody's request and
changing one afterwards shows.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from groups.constitution import group_sizes
from groups.draw import canonical as canonical_json

FORMAT = "tutorat-draw/1"
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
TRIES = 2_000_000
STEPS = 60


class Strength(StrEnum):
    OFF = "off"
    PREFERRED = "preferred"
    HARD = "hard"


class TutorMode(StrEnum):
    """A-107, A-017: tutors are drawn with the groups; or each intern's `wanted` tutor is the one he or she
    chose, or the one the secretary assigned. Who has no `wanted` is drawn."""

    DRAWN = "drawn"
    CHOSEN = "chosen"
    ASSIGNED = "assigned"


class SourceKind(StrEnum):
    DRAND = "drand"
    LOTTERY = "lottery"
    WITNESSES = "witnesses"


class SecretKind(StrEnum):
    APART = "apart"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Person:
    """An intern on the roster. `sex` is "F", "M" or "" when unknown; `department` "" when unknown; `wanted`
    the id of a tutor, or ""; `label` a name, only if the roster is published with names."""

    id: str
    label: str = ""
    sex: str = ""
    department: str = ""
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Tutor:
    """`places`: how many new groups he or she takes. `held`: groups held today."""

    id: str
    places: int
    held: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """How many interns are not drawn, and why: a count, for the reasons of one person are private."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Secret:
    """A confidential request: two interns kept apart, or an intern and a tutor who supervises or is related.

    `salt`: at least 32 random hexadecimal digits (`secrets.token_hex(16)`), never used twice.
    """

    kind: str
    first: str
    second: str
    salt: str

    def commitment(self) -> str:
        """What is published instead: nobody can guess the pair from it without the salt."""
        return canonical_json.sha256(asdict(self))


@dataclass(frozen=True, slots=True)
class Rules:
    """Each kind of constraint is off, preferred or hard.

    `departments`: the fewest different ones in a group, when `spread` is on. `candidates`: among how many
    valid draws the preferences choose (1 without preferences). `tries`: shuffles before the chain is used;
    `steps`: of the chain between two states; `states`: how many may be refused for a confidential rule. 0
    stands for the default of docs/draw.md, which `prepare` writes in.
    """

    minimum: int = 4
    target: int = 5
    maximum: int = 6
    apart: str = Strength.HARD
    together: str = Strength.HARD
    balance: str = Strength.OFF
    spread: str = Strength.OFF
    departments: int = 3
    links: str = Strength.HARD
    choice: str = Strength.HARD
    tutors: str = TutorMode.DRAWN
    candidates: int = 1
    tries: int = 0
    steps: int = 0
    states: int = 0


@dataclass(frozen=True, slots=True)
class Witness:
    """`sealed`: `witness_hash` of a word nobody else knows yet."""

    name: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where the seed will come from. drand: `reference` is the round, `name` the network. Lottery: `name` of
    the game, `reference` its date (2026-11-12). Witnesses: at least two."""

    kind: str
    name: str = ""
    reference: str = ""
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    number: int
    tutor: str
    interns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything the draw depends on, but the seed. `together`: pairs; `start`: one valid partition, from
    which the chain starts and which shows that the rules can hold (see `prepare`). `previous`: seal of the
    document of the attempt before; `reason`: why it is drawn again."""

    cohort: str
    people: tuple[Person, ...]
    tutors: tuple[Tutor, ...]
    rules: Rules
    source: Source
    together: tuple[tuple[str, str], ...] = ()
    secrets: tuple[Secret, ...] = ()
    aside: tuple[Aside, ...] = ()
    attempt: int = 1
    reason: str = ""
    previous: str = ""
    start: tuple[DrawnGroup, ...] = ()
    commitments: tuple[str, ...] = field(default=())

    def sizes(self) -> list[int]:
        """Sizes of the groups, largest first (D.1-2): group 1 has the first."""
        rules = self.rules
        return group_sizes(len(self.people), rules.minimum, rules.target, rules.maximum)

    def ordered(self) -> Self:
        """The same document with its lists in the order the format requires and its defaults written."""
        together = sorted({(min(pair), max(pair)) for pair in self.together})
        sizes = self.sizes() or [1]
        steps = self.rules.steps or STEPS * len(sizes) * len(sizes).bit_length()
        rules = replace(
            self.rules,
            tries=self.rules.tries or max(100, TRIES // max(1, len(self.people))),
            steps=steps,
            states=self.rules.states or max(20, TRIES // steps),
        )
        return replace(
            self,
            people=tuple(sorted(self.people, key=lambda person: person.id)),
            tutors=tuple(sorted(self.tutors, key=lambda tutor: tutor.id)),
            together=tuple(together),
            secrets=tuple(sorted(self.secrets, key=lambda secret: secret.commitment())),
            commitments=tuple(sorted(secret.commitment() for secret in self.secrets)) or self.commitments,
            rules=rules,
        )

    def published(self) -> dict[str, Any]:
        """The sealed form, as plain JSON values: no secret, only commitments."""
        plain = as_plain(self.ordered())
        del plain["secrets"]
        return {"format": FORMAT, **plain}

    def openings(self) -> list[dict[str, str]]:
        """The secrets behind the commitments, in the same order: for those entitled only."""
        return [asdict(secret) for secret in self.ordered().secrets]

    @classmethod
    def read(cls, published: Mapping[str, Any], openings: Sequence[Mapping[str, str]] = ()) -> Self:
        """The document a published form describes; ValueError when it is not one, or an opening is
        foreign."""
        plain = dict(published)
        if plain.pop("format", None) != FORMAT:
            raise ValueError("Not a draw document")
        try:
            source = dict(plain.pop("source"))
            source["witnesses"] = tuple(Witness(**each) for each in source["witnesses"])
            document = cls(
                people=tuple(Person(**each) for each in plain.pop("people")),
                tutors=tuple(Tutor(**each) for each in plain.pop("tutors")),
                aside=tuple(Aside(**each) for each in plain.pop("aside")),
                together=tuple((first, second) for first, second in plain.pop("together")),
                start=tuple(
                    DrawnGroup(each["number"], each["tutor"], tuple(each["interns"]))
                    for each in plain.pop("start")
                ),
                commitments=tuple(plain.pop("commitments")),
                rules=Rules(**plain.pop("rules")),
                source=Source(**source),
                secrets=tuple(Secret(**each) for each in openings),
                **plain,
            )
        except (TypeError, KeyError, AttributeError) as problem:
            raise ValueError(f"Not a draw document: {problem}") from problem
        if openings and document.ordered().commitments != tuple(published["commitments"]):
            raise ValueError("The openings are not those of the commitments")
        return document


def canonical(document: Document) -> bytes:
    """The bytes that are sealed and published."""
    return canonical_json.canonical(document.published())


def seal(document: Document) -> str:
    """SHA-256 of `canonical`, in hexadecimal: what is published before the seed exists."""
    return hashlib.sha256(canonical(document)).hexdigest()


def as_plain(record: Any) -> dict[str, Any]:
    """A dataclass as JSON values: lists for tuples, bare strings for enumerations."""
    return {key: _plain(each) for key, each in asdict(record).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, StrEnum) else value
