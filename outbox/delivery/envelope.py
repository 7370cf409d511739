"""A message as it goes on the wire: headers that cannot be forged, bodies, calendar part, attachments."""

import hashlib
import re
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from outbox.composition import Mail

LINE_BREAKS = re.compile(r"[\r\n\t\v\f\x00\u0085\u2028\u2029]+")
CALENDAR = "text/calendar"


class BrokenAddress(Exception):
    """This address cannot receive anything."""


def message_id(key: str) -> str:
    """The Message-ID of the message which has this key: the same each time it is sent."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{digest}@{domain}>"


def one_line(text: str) -> str:
    """`text` without anything that would end a header."""
    return LINE_BREAKS.sub(" ", text).strip()


def ascii_address(address: str) -> str:
    """The address as SMTP wants it, domain in punycode; raises `BrokenAddress`."""
    try:
        validate_email(address)
        local, _, domain = address.rpartition("@")
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except (ValidationError, UnicodeError) as error:
        raise BrokenAddress(address) from error


def envelope(mail: Mail, *, key: str, address: str) -> EmailMultiAlternatives:
    """Build the mail for one address; raises `BrokenAddress`."""
    message = EmailMultiAlternatives(
        subject=one_line(mail.subject),
        body=mail.text,
        to=[ascii_address(address)],
        reply_to=[one_line(reply) for reply in mail.reply_to],
        headers={"Message-ID": message_id(key), "Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments:
        if attachment.content_type.startswith(CALENDAR):
            kind = attachment.content_type.partition("; charset")[0]
            message.attach_alternative(attachment.content, kind)
            message.attach(attachment.name, attachment.content, "application/ics")
        else:
            message.attach(attachment.name, attachment.content, attachment.content_type)
    return message
