"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CareersConfig(AppConfig):
    """Where everybody can go: possible moves, routes, seasons, evidence, assessments."""

    name = "ladders.careers"
    label = "careers"

    def ready(self) -> None:
        """Lists and pages of people show what this room knows, and cannot look up here themselves."""
        from ladders.core.batches import register
        from ladders.core.home import bring
        from ladders.frameworks import holders_provider
        from ladders.reporting import career_links

        from .actions.seats import CHANGED_KIND
        from .home import cards, lines
        from .people_links import left_behind, links_of, ways_up
        from .queries.publication_gaps import gaps_ahead

        career_links.ways_up.provide(ways_up)
        career_links.links_of.provide(links_of)
        career_links.left_behind.provide(left_behind)
        holders_provider.gaps_ahead.provide(gaps_ahead)
        register(CHANGED_KIND)
        bring(lines=lines, cards=cards)
