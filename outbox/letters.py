"""The one wording of a mail: plain text, from which the HTML version and the pages are laid out.

A text is made of paragraphs between blank lines. A paragraph whose lines all begin with two spaces holds
facts (date, place); with `– `, a list; lines of the form `label : https://…` are links, the main one first.
"""

import re
from dataclasses import dataclass

from django.template.loader import get_template

from outbox.composition import compose
from outbox.models import Message

COLON = "\u00a0: "
FACT = "  "
ITEM = "– "


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its kind (`paragraph`, `facts`, `list` or `links`) and its lines.

    A line of links is a pair (label, address).
    """

    kind: str
    lines: tuple


def blocks(text: str) -> list[Block]:
    """The paragraphs of a text, in order."""
    return [
        _block(paragraph.split("\n")) for paragraph in re.split(r"\n\s*\n", text.strip("\n")) if paragraph
    ]


@dataclass(frozen=True, slots=True)
class Letter:
    """What a page shows of a message; `has_left` when it reads as it left, not as it would leave now."""

    subject: str
    blocks: list[Block]
    has_left: bool


def letter_of(message: Message) -> Letter:
    """A message as it left, or as it would leave now; nothing of one that no longer is written."""
    if message.text:
        return Letter(message.subject, blocks(message.text), True)
    try:
        mail = compose(message.kind, message.payload | {"address": message.address})
    except KeyError:
        return Letter(message.subject, [], False)
    return Letter(mail.subject, blocks(mail.text), False)


def html_version(text: str, *, title: str, signature: str) -> str:
    """The same letter in HTML, alone in the file: no picture, nothing fetched from anywhere."""
    return get_template("mail/letter.html").render(
        {"title": title, "blocks": blocks(text), "signature": signature}
    )


def _block(lines: list[str]) -> Block:
    if all(line.startswith(FACT) for line in lines):
        return Block("facts", tuple(line.strip(" ") for line in lines))
    if all(line.startswith(ITEM) for line in lines):
        return Block("list", tuple(line.removeprefix(ITEM) for line in lines))
    if all(_is_link(line) for line in lines):
        return Block("links", tuple(tuple(line.split(COLON)) for line in lines))
    return Block("paragraph", tuple(lines))


def _is_link(line: str) -> bool:
    label, _, address = line.partition(COLON)
    return bool(label) and address.startswith(("https://", "http://")) and " " not in address
