"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class DatesConfig(AppConfig):
    """Reminders before a day, and calendars."""

    name = "ladders.dates"
    label = "dates"
