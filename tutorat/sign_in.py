import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest

from accounts.models import Person
from outbox.actions import Draft, enqueue
from tutorat.account_mails import KIND


class AccountAdapter(DefaultAccountAdapter):
    """People are imported or invited: nobody signs up alone. Mails about accounts leave by the outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail in the outbox; nothing for an address nobody here has."""
        person = Person.objects.filter(email__iexact=email).first() or context.get("user")
        if person is None:
            return
        facts = {
            "request": allauth_context.request,
            "email": email,
            "department": settings.DEPARTMENT,
            **context,
        }
        mail = self.render_mail(template_prefix, email, facts)
        html = ""
        if isinstance(mail, EmailMultiAlternatives) and mail.alternatives:
            html = str(mail.alternatives[0][0])
        enqueue(
            [
                Draft(
                    key=f"account:{uuid.uuid4()}",
                    kind=KIND,
                    recipient=person,
                    address=email,
                    payload={"subject": str(mail.subject), "text": str(mail.body), "html": html},
                )
            ]
        )
