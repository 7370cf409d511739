"""What a monitor sees at /sante."""

import pytest

from tests.services.workers import forget_connections
from tutorat.celery import app


@pytest.fixture
def ask(transactional_db, client):
    return lambda query="": client.get(f"/sante{query}")


def test_all_is_well_without_signing_in(ask):
    response = ask()

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert set(response.json().values()) == {"OK"}
    assert [name.split("(")[0] for name in response.json()] == ["Database", "Cache", "Storage", "Broker"]


def test_a_broker_that_does_not_answer_is_said(ask):
    before = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:1/0"
    forget_connections()
    try:
        response = ask()
    finally:
        app.conf.broker_url = before
        forget_connections()

    assert response.status_code == 500
    assert "does not answer" in response.json()["Broker()"]


def test_nobody_is_told_addresses_or_passwords(ask):
    assert "127.0.0.1" not in ask().text
