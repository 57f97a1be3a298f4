"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class PayReportsConfig(AppConfig):
    """Reports on equal pay, Article 9 of Directive (EU) 2023/970."""

    name = "ladders.pay_reports"
    label = "pay_reports"

    def ready(self) -> None:
        """Register the background work and what takes two people, and answer what the front page about fairness asks."""
        from django.utils.translation import gettext_lazy as _

        from ladders.core import home
        from ladders.core.approvals import kinds
        from ladders.frameworks import built_on
        from ladders.insights.fairness_provider import published_figures

        from . import jobs  # noqa: F401
        from .actions.publication import CONFIRMED_KINDS
        from .home import lines
        from .queries import front_page, since

        kinds.register(*CONFIRMED_KINDS)
        published_figures.provide(front_page.published_figures)
        home.bring(lines=lines)
        built_on.bring(_("A report on equal pay was worked out."), since.reported_since)
