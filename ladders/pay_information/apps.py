"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class PayInformationConfig(AppConfig):
    """What people may know about pay, asked and answered in time."""

    name = "ladders.pay_information"
    label = "pay_information"

    def ready(self) -> None:
        """Bring what waits to Home."""
        from ladders.core import home

        from .home import lines

        home.bring(lines=lines)
