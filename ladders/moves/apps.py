"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class MovesConfig(AppConfig):
    """Asking for a move, answering it in time, and the right to return."""

    name = "ladders.moves"
    label = "moves"

    def ready(self) -> None:
        """Bring terms and rights to the pages about careers, which know no moves."""
        from ladders.careers import terms

        from . import providing, rights

        terms.register(providing.terms_of, rights.rights_of)
