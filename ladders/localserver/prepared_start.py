"""What a start of the demo need not wait for, because it was done before and nothing has changed since."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from django.conf import settings

from .embedded_server.places import ServerFiles

FOLDERS = ("ladders", "accounts", "static", "templates")


def recall(place: ServerFiles) -> str | None:
    """What the preparation printed, if it was for this very project and database, else None."""
    try:
        fingerprint, printed = _file(place).read_text().split("\n", 1)
    except (OSError, ValueError):
        return None
    return printed if fingerprint == _fingerprint(place) else None


def note(place: ServerFiles, printed: str) -> None:
    """Note that the preparation went well, and what it printed."""
    _file(place).write_text(f"{_fingerprint(place)}\n{printed}")


def _file(place: ServerFiles) -> Path:
    return place.folder / "prepared"


def _fingerprint(place: ServerFiles) -> str:
    """Changes with every file of the project, with the cluster, and when collected static files are removed."""
    paths = [path for folder in FOLDERS for path in (settings.BASE_DIR / folder).rglob("*") if path.suffix != ".pyc"]
    paths += [place.cluster / "PG_VERSION", Path(settings.STATIC_ROOT) / ".collected"]
    paths += [settings.BASE_DIR / "requirements.txt"]
    state = []
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            if path.is_file():
                told = path.stat()
                state.append((str(path), told.st_ino, told.st_size, told.st_mtime_ns))
    return hashlib.sha256(repr(sorted(state)).encode()).hexdigest()
