"""The real parts work before anything is built on them."""

import smtplib
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.tasks import clear_sessions


@pytest.mark.services
def test_worker_runs_a_task_that_was_published(celery_worker_process):
    yesterday, tomorrow = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    Session.objects.create(session_key="expired", session_data="", expire_date=yesterday)
    Session.objects.create(session_key="living", session_data="", expire_date=tomorrow)

    clear_sessions.delay()

    celery_worker_process.wait_for(lambda: not Session.objects.filter(session_key="expired").exists())
    assert Session.objects.filter(session_key="living").exists()


@pytest.mark.services
def test_smtp_peer_receives_what_is_sent(real_mail):
    EmailMessage("Convocation", "Bonjour, à jeudi.", "a@example.org", ["b@example.org"]).send()

    (message,) = real_mail.messages
    assert message["Subject"] == "Convocation"
    assert message.get_content().strip() == "Bonjour, à jeudi."
    assert real_mail.recipients == [["b@example.org"]]


@pytest.mark.services
def test_smtp_peer_refuses_puts_off_and_breaks(real_mail):
    real_mail.refused.add("nobody@example.org")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        EmailMessage("x", "x", "a@example.org", ["nobody@example.org"]).send()

    real_mail.busy = True
    with pytest.raises(smtplib.SMTPDataError):
        EmailMessage("x", "x", "a@example.org", ["b@example.org"]).send()
    assert real_mail.messages == []

    real_mail.busy, real_mail.breaks_after_data = False, True
    with pytest.raises(smtplib.SMTPServerDisconnected):
        EmailMessage("x", "x", "a@example.org", ["b@example.org"]).send()
    assert len(real_mail.messages) == 1
