"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class PayInformationConfig(AppConfig):
    """What people may know about pay, asked and answered in time."""

    name = "ladders.pay_information"
    label = "pay_information"

    def ready(self) -> None:
        """Bring what waits to Home."""
        from django.utils.translation import gettext_lazy as _

        from ladders.core import home
        from ladders.frameworks import built_on
        from ladders.moves.notifications import pages

        from .home import lines
        from .notice_pages import matters, own_matters
        from .queries.since import answered_since
        from .web import request_list  # noqa: F401  - registers the list

        home.bring(lines=lines)
        pages.bring("pay-information-request", matters)
        pages.bring("pay-information-answer", own_matters)
        built_on.bring(_("A question about pay was answered."), answered_since)
