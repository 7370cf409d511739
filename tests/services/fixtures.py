"""Real parts for tests marked `services`: a Redis server, an SMTP peer, Celery workers.

    @pytest.mark.services
    def test_something(celery_worker_process, smtp_peer):   # once per broker
        some_task.delay(…)
        celery_worker_process.wait_for(lambda: smtp_peer.messages)

`celery_worker_process` brings a database that other processes can see (`transactional_db`), and the worker
sends its mail to `smtp_peer`. Without the programs these tests are skipped, saying why; with CI=true that is
a failure.
"""

import pytest
from django.conf import settings

from tests.services import servers, workers
from tests.services.smtp import RunningSmtpPeer


@pytest.fixture(scope="session")
def redis_url():
    """The URL of a Redis database that ordinary tests do not empty."""
    if settings.REDIS_URL:
        server, number = settings.REDIS_URL.rsplit("/", 1)
        yield f"{server}/{int(number) + 32}"
        return
    try:
        with servers.redis() as url:
            yield url
    except servers.ServerMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def _smtp_server():
    with RunningSmtpPeer() as peer:
        yield peer


@pytest.fixture
def smtp_peer(_smtp_server):
    """A real SMTP server, empty and well-behaved at the start of each test (see SmtpPeer)."""
    _smtp_server.reset()
    return _smtp_server


@pytest.fixture
def real_mail(smtp_peer, settings):
    """Make this process send its mail over SMTP, to `smtp_peer`."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_peer.port
    settings.EMAIL_CONFIGURED = True
    return smtp_peer


@pytest.fixture(scope="session")
def _filesystem_worker(django_db_setup, django_db_blocker, _smtp_server):
    with django_db_blocker.unblock(), workers.celery_worker(email_url=_smtp_server.url) as worker:
        yield worker


@pytest.fixture(scope="session")
def _redis_worker(django_db_setup, django_db_blocker, _smtp_server, redis_url):
    with (
        django_db_blocker.unblock(),
        workers.celery_worker(redis_url=redis_url, email_url=_smtp_server.url) as worker,
    ):
        yield worker


@pytest.fixture(params=["filesystem", "redis"])
def celery_worker_process(request, transactional_db, smtp_peer):
    """A real worker on each broker in turn; in the test, `task.delay()` publishes to it."""
    worker = request.getfixturevalue(f"_{request.param}_worker")
    broker = (
        {"broker_url": request.getfixturevalue("redis_url")}
        if request.param == "redis"
        else workers.filesystem_broker(worker.log.parent)
    )
    with workers.publishing_to(broker):
        yield worker
