"""Settings of the photographs: the real ones, in demo mode, in a throwaway folder."""

import os
import tempfile

os.environ["TUTORAT_DATA"] = os.environ.get("TUTORAT_SCREENS", "") or tempfile.mkdtemp(
    prefix="tutorat-screens-"
)
os.environ["CELERY_TASK_ALWAYS_EAGER"] = "1"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread.
os.environ["DEMO"] = "1"
for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "HTTPS", "DEBUG", "SECRET_KEY", "PUBLIC_URL"):
    os.environ.pop(name, None)

from tutorat.settings import *  # noqa: E402, F403
from tutorat.settings import DATA_DIR, LOGGING, STORAGES  # noqa: E402

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = str(DATA_DIR / "static")
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# The clock is stopped in the past or in the future: a cookie with a date would be refused.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "WARNING"}}
