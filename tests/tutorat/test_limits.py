"""What is refused before any view: bodies no page needs, and settings that would open the house."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories.people import PersonFactory
from tests.tutorat.test_deploy import PRODUCTION, manage
from tutorat.body_limit import LARGEST_BODY


def test_a_body_no_page_needs_is_refused_unread(client):
    response = client.post(
        reverse("account_login"), b"x", content_type="multipart/form-data", CONTENT_LENGTH=LARGEST_BODY + 1
    )
    assert response.status_code == 413
    assert "25 Mo" in response.text


def test_the_largest_file_of_a_trace_gets_through():
    from portfolios.files import LARGEST_FILE

    assert LARGEST_FILE < LARGEST_BODY


def test_the_demo_refuses_a_real_mail_server():
    result = manage("check", **PRODUCTION | {"DEMO": "1"})
    assert result.returncode != 0
    assert "EMAIL_URL" in result.stderr


def test_the_check_speaks_of_the_demo_and_of_limits_counted_apart():
    result = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        **PRODUCTION | {"DEMO": "1", "HTTPS": "1", "EMAIL_URL": "", "REDIS_URL": ""},
    )
    assert result.returncode == 1
    assert "tutorat.W001" in result.stderr
    assert "tutorat.W002" in result.stderr


@pytest.mark.django_db
def test_behind_the_proxy_each_visitor_has_their_own_limits(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    PersonFactory(email="camille@etu.example")
    attacker, other = "203.0.113.7", "198.51.100.9"

    def tries(address: str, count: int) -> int:
        client = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=address)
        for number in range(count):
            typed = {"login": f"{address}-{number}@etu.example", "password": "faux"}
            status = client.post(reverse("account_login"), typed).status_code
        return status

    assert tries(attacker, 31) == 429
    assert tries(other, 1) == 200


def test_production_trusts_one_proxy_and_development_none():
    program = "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    result = manage("shell", "--no-imports", "-c", program, **PRODUCTION)
    assert result.stdout.strip() == "1", result.stderr
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
