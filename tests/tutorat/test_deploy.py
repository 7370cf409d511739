"""Production settings, as docs/operations.md describes them, satisfy Django's own check."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "tutorat.settings",
    "SECRET_KEY": "wN4nVx0RzmTqJH5c-yeS8bLgkD1oUZPf9GaEi7XuCs2QtBd6hAvK3pMrYjWl",
    "ALLOWED_HOSTS": "tutorat.univ.example",
    "PUBLIC_URL": "https://tutorat.univ.example",
    "DATABASE_URL": "postgres://tutorat:secret@127.0.0.1/tutorat",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://user:secret@smtp.univ.example:587",
}


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "TUTORAT_DATA") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=clean | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_is_clean():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_check_deploy_speaks_up_about_the_demo():
    result = manage(
        "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION | {"DEMO": "1", "EMAIL_URL": ""}
    )

    assert result.returncode == 1
    assert "security.W012" in result.stderr


def test_production_speaks_https_only():
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "DEBUG", "DEMO"]
    program = f"from django.conf import settings; print(*[getattr(settings, name) for name in {names}])"
    result = manage("shell", "--no-imports", "-c", program, **PRODUCTION)

    assert result.stdout.split() == ["True", "True", "True", "False", "False"], result.stderr


@pytest.mark.parametrize(("asked", "threshold"), [({}, "5"), ({"DATABASE_PREPARES": "0"}, "None")])
def test_queries_are_prepared_unless_a_pooler_cannot_follow(asked, threshold):
    ask = "from django.db import connection; print(connection.get_connection_params()['prepare_threshold'])"
    result = manage("shell", "--no-imports", "-c", ask, **PRODUCTION | asked)

    assert result.stdout.split() == [threshold], result.stderr
