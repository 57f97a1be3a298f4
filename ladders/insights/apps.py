"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """What the company promises, measured against what happens."""

    name = "ladders.insights"
    label = "insights"
