"""gunicorn's settings, for `make run` and for production; each can be changed by GUNICORN_CMD_ARGS."""

import gc
import multiprocessing
import os
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", 2 * multiprocessing.cpu_count() + 1))
max_requests = 20000
max_requests_jitter = 2000
timeout = 60
graceful_timeout = 10
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """What a worker has loaded stays: keep it out of the rounds of the garbage collector, and space them."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
