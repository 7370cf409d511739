"""The line to the mail server: one connection for many messages, and what a failure means for each.

A failure is of one of five kinds: there is no server to talk to (`Unreachable`), it will never take this
message (`Refused`), not now (`PutOff`), the line broke before the message left (`Dropped`), or after its text
began to leave, and nobody can know (`Unknown`). Reasons are French sentences for the secretariat.
"""

import smtplib
import socket
import ssl
from email.utils import parseaddr
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

KEPT_HERE = "Gardé ici : aucun serveur de courrier configuré"
LOST = "La liaison s’est coupée pendant la remise : on ne sait pas si le message a été accepté."


class Refused(Exception):
    """For good: another try would meet the same answer."""


class PutOff(Exception):
    """The server asks to try this message again later."""


class Unreachable(Exception):
    """No line can be opened; trying other messages now is vain."""


class Dropped(Exception):
    """The server hung up before taking this message, which has not left."""


class Unknown(Exception):
    """The message may or may not have arrived."""


class Line:
    """`with Line() as line: reply = line.send(message)`. Opened at the first message."""

    def __init__(self) -> None:
        self.backend: Any = None

    @property
    def is_open(self) -> bool:
        return self.backend is not None

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()

    def send(self, message: EmailMultiAlternatives) -> str:
        """Hand one message to the server and return its answer."""
        if not settings.EMAIL_CONFIGURED:
            return KEPT_HERE
        smtp = self._open()
        if smtp is None:
            self.backend.send_messages([message])
            return ""
        return _hand_over(smtp, message)

    def hang_up(self) -> None:
        """Close the line; the next message opens another."""
        if self.backend is not None:
            backend, self.backend = self.backend, None
            try:
                backend.close()
            except (OSError, smtplib.SMTPException):
                backend.connection = None

    def _open(self) -> smtplib.SMTP | None:
        """The SMTP conversation, or None with a backend which has none (console, files, memory)."""
        if self.backend is None:
            backend: Any = get_connection()
            try:
                backend.open()
                if isinstance(getattr(backend, "connection", None), smtplib.SMTP):
                    backend.connection.ehlo_or_helo_if_needed()
            except smtplib.SMTPAuthenticationError as error:
                raise Unreachable("Le serveur de courrier refuse nos identifiants.") from error
            except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
                raise Unreachable("Le serveur de courrier n’accepte pas une liaison chiffrée.") from error
            except (OSError, smtplib.SMTPException) as error:
                raise Unreachable(_unreachable(error)) from error
            self.backend = backend
        connection = getattr(self.backend, "connection", None)
        return connection if isinstance(connection, smtplib.SMTP) else None


def _hand_over(smtp: smtplib.SMTP, message: EmailMultiAlternatives) -> str:
    try:
        content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    except (ValueError, UnicodeError) as error:
        raise Refused("Ce message n’a pas pu être mis en forme.") from error
    sender = parseaddr(message.from_email)[1]
    options = ["body=8bitmime"] if smtp.has_extn("8bitmime") else []
    began = False
    try:
        _expect(smtp, smtp.mail(sender, options))
        for address in message.recipients():
            _expect(smtp, smtp.rcpt(address))
        began = True
        code, answer = smtp.data(content)
        _expect(smtp, (code, answer))
    except smtplib.SMTPDataError as error:
        _judge(smtp, error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        if began:
            raise Unknown(LOST) from error
        raise Dropped(_unreachable(error)) from error
    return f"{code} {_words(answer)}"[:300]


def _expect(smtp: smtplib.SMTP, reply: tuple[int, bytes]) -> None:
    code, answer = reply
    if not 200 <= code < 300:
        _judge(smtp, code, answer)


def _judge(smtp: smtplib.SMTP, code: int, answer: bytes | str) -> None:
    """Raise what this refusal means, and leave the line ready for the next message."""
    words = _words(answer)
    if code == 421:
        raise Dropped(f"Le serveur de courrier a raccroché : {code} {words}"[:300])
    try:
        smtp.rset()
    except (OSError, smtplib.SMTPException):
        smtp.close()
    if 400 <= code < 500:
        raise PutOff(f"{_meaning(code, words)} ({code} {words})"[:300])
    raise Refused(f"{_meaning(code, words)} ({code} {words})"[:300])


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:200]


def _meaning(code: int, words: str) -> str:
    """What a refusal says, from its enhanced status code (RFC 3463) or else its basic one."""
    enhanced = words.split(" ", 1)[0]
    if enhanced in ("5.2.2", "4.2.2") or code in (452, 552):
        return "La boîte de la personne est pleine"
    if enhanced.startswith("5.1.") or code in (550, 551, 553):
        return "Cette adresse n’existe pas chez son hébergeur"
    if enhanced.startswith(("5.7.", "4.7.")):
        return "Le serveur de courrier refuse ce message par règle de sécurité"
    if 400 <= code < 500:
        return "Le serveur de courrier demande de réessayer plus tard"
    return "Le serveur de courrier refuse ce message"


def _unreachable(error: Exception) -> str:
    if isinstance(error, TimeoutError | socket.timeout):
        return "Le serveur de courrier ne répond pas dans le temps imparti."
    if isinstance(error, ConnectionRefusedError):
        return "Le serveur de courrier refuse la liaison."
    if isinstance(error, socket.gaierror):
        return "Le nom du serveur de courrier est inconnu."
    return "Le serveur de courrier est injoignable ou a coupé la liaison."
