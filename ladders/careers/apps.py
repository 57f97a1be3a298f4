"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CareersConfig(AppConfig):
    """Where everybody can go: possible moves, routes, seasons, evidence, assessments."""

    name = "ladders.careers"
    label = "careers"
