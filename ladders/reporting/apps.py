"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Who reports to whom, as of any date."""

    name = "ladders.reporting"
    label = "reporting"
