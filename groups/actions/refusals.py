class ChangeRefused(Exception):
    """What was asked of a group cannot be done; the message is a French sentence with what to do instead.

    Receivers of this room's signals raise it too, to undo a change that would contradict what they know.
    """


class MoveRefused(ChangeRefused):
    """A move cannot be made; `is_full` when an override would do."""

    def __init__(self, message: str, *, is_full: bool = False) -> None:
        super().__init__(message)
        self.is_full = is_full


WITHOUT_REASON = "Donnez le motif : il reste dans l’historique du groupe."
