"""Bring the data of this installation up to date: tables, static files, and the demo the first time."""

import hashlib
import os
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutorat.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    collect_static_files()
    if not settings.DEMO:
        return
    if not apps.get_model(settings.AUTH_USER_MODEL).objects.exists():
        print("Création de la faculté de démonstration…", flush=True)
        call_command("demo", profile="S")
    call_command("demo", people=True)


def collect_static_files() -> None:
    """Run collectstatic when a static file has changed since the last time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(["CVS", ".*", "*~"]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    root.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())


if __name__ == "__main__":
    main()
