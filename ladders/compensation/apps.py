"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CompensationConfig(AppConfig):
    """Zones, bands, supplements, exceptions, salaries."""

    name = "ladders.compensation"
    label = "compensation"
