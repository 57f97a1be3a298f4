"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class MovesConfig(AppConfig):
    """Asking for a move, answering it in time, and the right to return."""

    name = "ladders.moves"
    label = "moves"

    def ready(self) -> None:
        """Bring terms and rights to the pages about careers, and how many notices wait to every page."""
        from accounts.backends import bring
        from ladders.careers import terms
        from ladders.frameworks import holders
        from ladders.placements.building import add_builder

        from . import level_changes, providing, queries, rights
        from .notices import unread_of

        add_builder(queries.asked_since)
        terms.register(providing.terms_of, rights.rights_of)
        bring("unread", unread_of)
        holders.register_teller(level_changes.tell_changed)
