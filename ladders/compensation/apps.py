"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CompensationConfig(AppConfig):
    """Zones, bands, supplements, exceptions, salaries."""

    name = "ladders.compensation"
    label = "compensation"

    def ready(self) -> None:
        """Bring bands to the pages of frameworks, which know no pay."""
        from django.utils.translation import gettext_lazy as _

        from ladders.core import home
        from ladders.core.approvals.kinds import register
        from ladders.core.batches import register as register_batch
        from ladders.frameworks import built_on, holders_provider, pay_provider

        from .actions.many_exceptions import BATCHES
        from .actions.reorganisations import keep_pay
        from .actions.second_person import CONFIRMED_KINDS
        from .home import findings, lines
        from .queries import publication_effects, since, visible_bands
        from .web import exception_list, log_list, pay_list, supplement_list  # noqa: F401  - register the lists of this room

        register(*CONFIRMED_KINDS)
        for kind in BATCHES:
            register_batch(kind)
        pay_provider.pay_shown.provide(visible_bands.pay_shown)
        pay_provider.grades_without_band.provide(visible_bands.grades_without_band)
        pay_provider.pay_effects.provide(publication_effects.pay_effects)
        holders_provider.keep_pay.provide(keep_pay)
        built_on.bring(
            _("Something was decided about the pay of its levels or of people on them."), since.decided_since
        )
        home.bring(cards=findings)
        home.bring(lines=lines)
