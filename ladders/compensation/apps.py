"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CompensationConfig(AppConfig):
    """Zones, bands, supplements, exceptions, salaries."""

    name = "ladders.compensation"
    label = "compensation"

    def ready(self) -> None:
        """Bring bands to the pages of frameworks, which know no pay."""
        from ladders.frameworks import holders_provider, pay_provider

        from .actions.reorganisations import keep_pay
        from .queries import publication_effects, visible_bands

        pay_provider.register(visible_bands.provider, visible_bands.unbanded)
        holders_provider.register_pay(keep_pay)
        pay_provider.register_preview(publication_effects.preview)
