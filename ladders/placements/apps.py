"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    """Who holds which level, as of any date."""

    name = "ladders.placements"
    label = "placements"

    def ready(self) -> None:
        """Tell the frameworks who counts the holders of levels; what is done to many at once can be taken back."""
        from django.utils.translation import gettext_lazy as _

        from ladders.core.batches import register
        from ladders.frameworks import built_on, holders_provider

        from .actions.reorganisations import lock_people, reorganise
        from .jobs import ENDED_KIND, PLACED_KIND, SAID_KIND, WITHDRAWN_KIND
        from .queries import holders_today, people_on, placed_since

        holders_provider.holders.provide(holders_today)
        holders_provider.people_on.provide(people_on)
        holders_provider.lock_people.provide(lock_people)
        holders_provider.move_people.provide(reorganise)
        built_on.bring(_("Somebody was given a level of it, or another day for one."), placed_since)
        for kind in (PLACED_KIND, ENDED_KIND, SAID_KIND, WITHDRAWN_KIND):
            register(kind)
