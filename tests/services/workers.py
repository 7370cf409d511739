"""A real `celery -A tutorat worker` in its own process, and the test's process publishing to it."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from kombu import pools

from tests.services.servers import die_with_parent, stop, wait_until
from tutorat.celery import app

WORKER_OPTIONS = ["--concurrency", "2", "--loglevel", "INFO", "--without-mingle", "--without-gossip"]


@dataclass
class CeleryWorker:
    """A running worker: what it logs, and how to wait for what it does."""

    broker: str
    log: Path
    process: subprocess.Popen

    def output(self) -> str:
        """Return everything it has logged so far."""
        return self.log.read_text(errors="replace")

    def wait_for(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until `condition` holds; fail with the worker's log when it does not."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"The worker did not get there in {seconds} s:\n{self.output()[-4000:]}")
            time.sleep(0.05)


def database_url_of_this_test() -> str:
    """Return the DATABASE_URL of the database that this test process works on."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user, host, port = database["USER"], database["HOST"], database["PORT"]
    return f"postgres://{user}@{host}:{port}/{database['NAME']}"


def filesystem_broker(folder: Path) -> dict:
    """Return the Celery settings of a file-system broker, as tutorat.settings would make them."""
    return {
        "broker_url": "filesystem://localhost//",
        "broker_transport_options": {
            "data_folder_in": str(folder / "broker" / "queue"),
            "data_folder_out": str(folder / "broker" / "queue"),
            "control_folder": str(folder / "broker" / "control"),
        },
    }


@contextmanager
def celery_worker(*, redis_url: str = "", email_url: str = "", include: str = "") -> Iterator[CeleryWorker]:
    """Run a worker on the test database, on Redis when given a URL, else on files; stop it at the end.

    `include` names a module that it imports too, for instance a factory that registers a kind of message.
    """
    folder = Path(tempfile.mkdtemp(prefix="worker-", dir=settings.DATA_DIR))
    log = folder / "log"
    extra = ["--include", include] if include else []
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tutorat.settings",
        "TUTORAT_DATA": str(folder),
        "DATABASE_URL": database_url_of_this_test(),
        "REDIS_URL": redis_url,
        "EMAIL_URL": email_url,
        "SECRET_KEY": settings.SECRET_KEY,
        "CELERY_TASK_ALWAYS_EAGER": "0",
    }
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "tutorat", "worker", *WORKER_OPTIONS, *extra],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
    try:
        wait_until(lambda: " ready." in log.read_text(), process, log)
        yield CeleryWorker("redis" if redis_url else "filesystem", log, process)
    finally:
        stop(process, seconds=15)


@contextmanager
def publishing_to(broker: dict) -> Iterator[None]:
    """Make `task.delay()` in this process really publish, to the given broker, instead of running at once."""
    changes = broker | {"task_always_eager": False}
    if "broker_transport_options" not in changes:
        changes["broker_transport_options"] = {}
    before = {name: app.conf[name] for name in changes}
    app.conf.update(changes)
    forget_connections()
    try:
        yield
    finally:
        app.conf.update(before)
        forget_connections()


def forget_connections() -> None:
    """Drop the connection and producer pools, so that the next publication reads the settings again."""
    pools.reset()
    app._after_fork()
