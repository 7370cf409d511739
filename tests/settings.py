"""Settings of the tests: the real ones, in a throwaway folder, on plain HTTP, with nothing slow."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# One folder per test process. Never the project's var/, even when TUTORAT_DATA says so.
os.environ["TUTORAT_DATA"] = tempfile.mkdtemp(prefix="tutorat-tests-")
atexit.register(shutil.rmtree, os.environ["TUTORAT_DATA"], ignore_errors=True)
os.environ["PUBLIC_URL"] = "http://localhost:8000"
os.environ["CELERY_TASK_ALWAYS_EAGER"] = "1"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the test's thread.
for name in ("DEMO", "HTTPS", "DEBUG"):
    os.environ[name] = "0"
for name in ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "STATIC_ROOT"):
    os.environ.pop(name, None)

WORKER_NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
if os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rstrip('/').rsplit('/', 1)[0]}/{WORKER_NUMBER}"

from tutorat.settings import *  # noqa: E402, F403
from tutorat.settings import DATA_DIR, DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["*"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: threads, a live server and a worker process each open their own connection.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0

CELERY_TASK_EAGER_PROPAGATES = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = str(Path(DATA_DIR) / "static")
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

# Two reads of the same relation from the same line in one request are a mistake.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
