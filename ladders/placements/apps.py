"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    """Who holds which level, as of any date."""

    name = "ladders.placements"
    label = "placements"
