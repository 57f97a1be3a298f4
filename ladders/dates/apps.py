"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class DatesConfig(AppConfig):
    """Reminders before a day, and calendars."""

    name = "ladders.dates"
    label = "dates"

    def ready(self) -> None:
        """What signs browsers out ends the address of a calendar, too, and a password that is only stored anew does not."""
        from accounts.open_sessions import sessions_ended
        from accounts.proofs import password_rehashed

        from .actions.addresses import end_address, keep_address

        sessions_ended.connect(end_address, dispatch_uid="dates.end_address")
        password_rehashed.connect(keep_address, dispatch_uid="dates.keep_address")
