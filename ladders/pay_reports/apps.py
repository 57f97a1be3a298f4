"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class PayReportsConfig(AppConfig):
    """Reports on equal pay, Article 9 of Directive (EU) 2023/970."""

    name = "ladders.pay_reports"
    label = "pay_reports"

    def ready(self) -> None:
        """Register the background work."""
        from . import jobs  # noqa: F401
