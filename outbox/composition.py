"""How a message of each kind becomes a mail.

The rooms above register, for each kind of message, a composer and, where a fact may have changed since,
a guard that says whom it still concerns. Composing reads the payload, never the database.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from outbox.models import Message


@dataclass(frozen=True)
class Attachment:
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


def composes(kind: str) -> Callable[[Composer], Composer]:
    """Register the function that turns the payload of a message of `kind` into a `Mail`."""

    def register(composer: Composer) -> Composer:
        _composers[kind] = composer
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
