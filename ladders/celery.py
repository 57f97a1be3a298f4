"""The Celery application: `celery -A ladders worker`, `celery -A ladders beat`."""

from __future__ import annotations

import os
from pathlib import Path

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ladders.settings")

TRANSPORT_ALIASES["filesystem"] = "ladders.localserver.file_queue:Transport"
app = Celery("ladders")
app.config_from_object("django.conf:settings", namespace="CELERY")
rooms = ("core", "compensation", "careers", "moves", "insights", "exchange", "privacy")
app.autodiscover_tasks([f"ladders.{room}" for room in rooms])

options = app.conf.broker_transport_options or {}
for name in ("data_folder_in", "data_folder_out", "control_folder"):
    if name in options:
        Path(options[name]).mkdir(mode=0o700, parents=True, exist_ok=True)
