"""What the clock starts is known to workers: a task that nobody registers never runs, and nothing says so."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings

CODE = """
from django.conf import settings
from ladders.celery import app
app.loader.import_default_modules()
print(sorted({entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - set(app.tasks)))
"""


def test_every_scheduled_task_is_registered() -> None:
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-W", "ignore", "-c", CODE]
    ran = subprocess.run(command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120)
    assert (ran.stdout, ran.returncode) == ("[]\n", 0), ran.stderr
