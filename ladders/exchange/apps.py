"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Import and export."""

    name = "ladders.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Register the background work."""
        from . import work  # noqa: F401
        from .people import work as people_work  # noqa: F401
        from .salaries import work as salaries_work  # noqa: F401
