"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """What the company promises, measured against what happens."""

    name = "ladders.insights"
    label = "insights"

    def ready(self) -> None:
        """Bring what a change does to equal pay to the pages on which it is signed, which know neither sex nor categories."""
        from ladders.core import equal_pay

        from .queries import pay_preview

        equal_pay.effect_of.provide(pay_preview.effect_of)
        equal_pay.sees_equal_pay.provide(pay_preview.sees_equal_pay)
