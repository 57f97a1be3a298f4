"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class GrowthConfig(AppConfig):
    """Target levels, growth goals and talks: what is in them belongs to the two who work on them."""

    name = "ladders.growth"
    label = "growth"

    def ready(self) -> None:
        """Pages about careers and Home lead on to plans and talks, and cannot look them up themselves."""
        from ladders.careers import plan_links
        from ladders.core import home
        from ladders.moves.feedback import feedback_for_requests

        from . import notice_pages
        from .home import cards, lines
        from .queries.feedback import for_requests
        from .queries.plans import link_to_plan
        from .queries.ways import walkers

        feedback_for_requests.provide(for_requests)
        home.bring(lines=lines, cards=cards)
        notice_pages.bring()
        plan_links.plan_link.provide(link_to_plan)
        plan_links.walkers.provide(walkers)
