"""The secret key of an installation that was given none."""

import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """Return the key kept in `folder/secret-key` (readable by the owner only), made on first use."""
    path = folder / "secret-key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(64)
        path.touch(mode=0o600)
        path.write_text(key, encoding="ascii")
        return key
