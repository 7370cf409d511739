"""Sending what is due: claim, commit, talk SMTP outside any transaction, record."""


def send_due() -> int:
    """Send the messages that are due; return how many left."""
    return 0
