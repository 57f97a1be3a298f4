"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    """Who holds which level, as of any date."""

    name = "ladders.placements"
    label = "placements"

    def ready(self) -> None:
        """Tell the frameworks who counts the holders of levels."""
        from ladders.frameworks import holders_provider

        from .actions.reorganisations import lock_people, reorganise
        from .queries import holders_today, people_on

        holders_provider.holders.provide(holders_today)
        holders_provider.people_on.provide(people_on)
        holders_provider.lock_people.provide(lock_people)
        holders_provider.move_people.provide(reorganise)
