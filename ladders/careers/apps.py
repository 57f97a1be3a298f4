"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CareersConfig(AppConfig):
    """Where everybody can go: possible moves, routes, seasons, evidence, assessments."""

    name = "ladders.careers"
    label = "careers"

    def ready(self) -> None:
        """Lists and pages of people show what this room knows, and cannot look up here themselves."""
        from ladders.reporting import ahead

        from .ahead import links_of, ways_up

        ahead.register(ways_up, links_of)
