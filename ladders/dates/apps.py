"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class DatesConfig(AppConfig):
    """Reminders before a day, and calendars."""

    name = "ladders.dates"
    label = "dates"

    def ready(self) -> None:
        """What signs browsers out ends the address of a calendar, too."""
        from accounts.open_sessions import sessions_ended

        from .actions.addresses import end_address

        sessions_ended.connect(end_address, dispatch_uid="dates.end_address")
