"""How a message of each kind becomes a mail.

The rooms above register, for each kind of message, a composer and, where a fact may have changed since,
a guard that says whom it still concerns. Composing reads the payload, to which the `address` written to is
added, never the database.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from outbox.models import Message


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail. A `text/calendar` one also stands among the bodies (RFC 6047)."""

    name: str
    content_type: str  # e.g. `text/calendar; method=REQUEST; charset=utf-8`
    content: str


@dataclass(frozen=True)
class Mail:
    subject: str
    text: str
    html: str = ""
    reply_to: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = field(default=())


Composer = Callable[[dict[str, Any]], Mail]
Guard = Callable[[Collection[Message]], set[int]]

_composers: dict[str, Composer] = {}
_guards: dict[str, Guard] = {}
_labels: dict[str, str] = {}
_confidential: set[str] = set()


def composes(kind: str, *, label: str, is_confidential: bool = False) -> Callable[[Composer], Composer]:
    """Register the function that turns the payload of a `kind` of message, seen as `label`, into a `Mail`.

    Messages of a confidential kind carry a secret link: no page shows them, nothing is kept once they left.
    """

    def register(composer: Composer) -> Composer:
        _composers[kind] = composer
        _labels[kind] = label
        if is_confidential:
            _confidential.add(kind)
        return composer

    return register


def still_concerns(kind: str) -> Callable[[Guard], Guard]:
    """Register the function that returns, among due messages of `kind`, the ids of those still wanted."""

    def register(guard: Guard) -> Guard:
        _guards[kind] = guard
        return guard

    return register


def compose(kind: str, payload: dict[str, Any]) -> Mail:
    """Compose a mail; raises `KeyError` for a kind no room has registered."""
    return _composers[kind](payload)


def guard_of(kind: str) -> Guard | None:
    return _guards.get(kind)


def label_of(kind: str) -> str:
    """What people call messages of `kind`; the kind itself when no room has registered it."""
    return _labels.get(kind, kind)


def labels() -> dict[str, str]:
    """Every kind that may be shown, with its label, in alphabetical order of labels."""
    shown = {kind: label for kind, label in _labels.items() if kind not in _confidential}
    return dict(sorted(shown.items(), key=lambda pair: pair[1]))


def is_confidential(kind: str) -> bool:
    return kind in _confidential
