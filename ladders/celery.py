"""The Celery application: `celery -A ladders worker`, `celery -A ladders beat`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready, worker_shutdown
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ladders.settings")

TRANSPORT_ALIASES["filesystem"] = "ladders.localserver.file_queue:Transport"
app = Celery("ladders")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Found by their modules: a room that a list forgets would have tasks that never run.
app.autodiscover_tasks([f"ladders.{module.parent.name}" for module in sorted(Path(__file__).parent.glob("*/tasks.py"))])

options = app.conf.broker_transport_options or {}
for name in ("data_folder_in", "data_folder_out", "control_folder"):
    if name in options:
        Path(options[name]).mkdir(mode=0o700, parents=True, exist_ok=True)


@setup_logging.connect
def keep_our_log(**kwargs: Any) -> None:
    """Celery would put its own log in place of ours, which leaves out what the database quotes."""
    from logging.config import dictConfig

    from django.conf import settings

    dictConfig(settings.LOGGING)


_signs: list[Any] = []


@worker_ready.connect
def worker_lives(**kwargs: Any) -> None:
    """A worker gives signs of life while it runs, also in the middle of long work."""
    from ladders.core.heartbeats import Part, Signs

    _signs.append(Signs(Part.WORKER))
    _signs[-1].start()


@worker_shutdown.connect
def worker_ends(**kwargs: Any) -> None:
    """No more signs."""
    while _signs:
        _signs.pop().stop()
