"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Import and export."""

    name = "ladders.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Register the background work, and bring what waits to Home."""
        from ladders.core import home

        from .bands import jobs as bands_work  # noqa: F401
        from .frameworks_in import jobs  # noqa: F401
        from .grades_in import jobs as grades_work  # noqa: F401
        from .home import lines
        from .paid_amounts import jobs as paid_work  # noqa: F401
        from .people import jobs as people_work  # noqa: F401
        from .salaries import jobs as salaries_work  # noqa: F401
        from .take_back import actions  # noqa: F401

        home.bring(lines=lines)
