from datetime import datetime
from importlib import import_module

from celery import shared_task
from django.conf import settings

from accounts.models import FileAccess


@shared_task
def clear_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@shared_task
def record_file_access(actor_id: int, subject_id: int, part: str, opened_at: str) -> None:
    hour = datetime.fromisoformat(opened_at).replace(minute=0, second=0, microsecond=0)
    FileAccess.objects.get_or_create(actor_id=actor_id, subject_id=subject_id, part=part, hour=hour)
