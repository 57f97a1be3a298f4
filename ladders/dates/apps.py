"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class DatesConfig(AppConfig):
    """Reminders before a day, and calendars."""

    name = "ladders.dates"
    label = "dates"

    def ready(self) -> None:
        """Whoever chooses a new password by mail has no calendar open to somebody who was in before."""
        from allauth.account.signals import password_reset

        from .actions.addresses import end_address

        password_reset.connect(end_address, dispatch_uid="dates.end_address")
