"""What a face is drawn from, as values."""

from typing import Any, NamedTuple


class Face(NamedTuple):
    """What the tag `face` reads of a person."""

    full_name: str
    initials: str
    photo_url: str


def face_of(person: Any) -> Face:
    """The face of a person (accounts.models.Person, or a sample)."""
    return Face(person.full_name, person.initials, person.photo_url)
