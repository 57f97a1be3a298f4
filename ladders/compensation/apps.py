"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CompensationConfig(AppConfig):
    """Zones, bands, supplements, exceptions, salaries."""

    name = "ladders.compensation"
    label = "compensation"

    def ready(self) -> None:
        """Bring bands to the pages of frameworks, which know no pay."""
        from ladders.frameworks import holders, pay

        from . import publications, showing
        from .actions.reorganisations import keep_pay

        pay.register(showing.provider, showing.unbanded)
        holders.register_pay(keep_pay)
        pay.register_preview(publications.preview)
