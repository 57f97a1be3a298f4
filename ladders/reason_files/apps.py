"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReasonFilesConfig(AppConfig):
    """What pay rests on, gathered and kept as it stood."""

    name = "ladders.reason_files"
    label = "reason_files"
