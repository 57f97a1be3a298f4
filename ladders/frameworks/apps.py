"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    """See the package's modules."""

    name = "ladders.frameworks"
    label = "frameworks"
