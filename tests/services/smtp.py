"""A real SMTP peer: it listens on a port, keeps what it was given, and misbehaves when asked."""

import email
import email.policy
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services.servers import free_port


@dataclass
class SmtpPeer:
    """What the peer received, and how it should behave.

    `refused` holds addresses answered with 550 (for good); `busy` answers every message with 451 (try again
    later); `breaks_after_data` takes the next message, keeps it and cuts the line before saying so: the
    sender cannot know whether it arrived.
    """

    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    connections: int = 0
    refused: set[str] = field(default_factory=set)
    busy: bool = False
    breaks_after_data: bool = False

    @property
    def url(self) -> str:
        """The EMAIL_URL that sends here."""
        return f"smtp://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Forget everything and behave again."""
        self.messages.clear()
        self.recipients.clear()
        self.refused.clear()
        self.connections = 0
        self.busy = self.breaks_after_data = False

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options):
        if address in self.refused:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope):
        if self.busy:
            return "451 4.3.0 Try again later"
        self.messages.append(email.message_from_bytes(envelope.original_content, policy=email.policy.default))
        self.recipients.append(list(envelope.rcpt_tos))
        if self.breaks_after_data:
            self.breaks_after_data = False
            server.transport.abort()
        return "250 OK"


class _Server(Controller):
    def factory(self) -> SMTP:
        return SMTP(self.handler, hostname="127.0.0.1", enable_SMTPUTF8=True)


class RunningSmtpPeer:
    """`with RunningSmtpPeer() as peer:` — starts on a free port, stops at the end."""

    def __enter__(self) -> SmtpPeer:
        self.peer = SmtpPeer(port=free_port())
        self.server = _Server(self.peer, hostname="127.0.0.1", port=self.peer.port)
        self.server.start()
        return self.peer

    def __exit__(self, *exception: object) -> None:
        self.server.stop()
