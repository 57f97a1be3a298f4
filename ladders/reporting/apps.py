"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Who reports to whom, as of any date."""

    name = "ladders.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Pay asks whose manager somebody is, and cannot look up here itself."""
        from ladders.compensation.readers import add_readers

        from .pay import team_pay

        add_readers(team_pay)
