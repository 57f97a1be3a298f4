"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class SetupConfig(AppConfig):
    """The first day: what to set up in which order, and inviting people."""

    name = "ladders.setup"
    label = "setup"

    def ready(self) -> None:
        """Home leads here while something has not begun; invitations are a job, and are kept for a while."""
        from ladders.core import home
        from ladders.core.retention import keep_for

        from . import jobs  # noqa: F401
        from .home import cards, opens_on
        from .retention_kinds import INVITATIONS
        from .web import invitation_list  # noqa: F401  - registers the list

        home.bring(cards=cards)
        home.opens_on.provide(opens_on)
        keep_for(INVITATIONS)
