"""The Celery application. Tasks live in each room's `tasks.py` and call one action each."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutorat.settings")

app = Celery("tutorat")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
