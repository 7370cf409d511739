"""Sending what is due: claim, commit, talk SMTP outside any transaction, record.

`claims` decides who sends what, `envelope` builds the MIME message, `line` talks to the mail server,
`sending` walks through a chunk and writes down what happened.
"""

from outbox.delivery.sending import Report, send_due

__all__ = ["Report", "send_due"]
