from dataclasses import dataclass


class RefusedFile(Exception):
    """A file that is not taken. The message is for the author: what is wrong and what to do."""


@dataclass(frozen=True)
class Read:
    text: str
    author: str
    is_read: bool
