"""App configuration."""

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    """See the package's modules."""

    name = "ladders.impact"
    label = "impact"
