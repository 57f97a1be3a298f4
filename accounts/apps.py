"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who signs in and works here."""

    name = "accounts"

    def ready(self) -> None:
        """Whoever runs the server is told on every page when background work stands still."""
        from django.db.models import Subquery

        from ladders.core.jobs import work_waits_since

        from .backends import bring

        bring("work_waits_since", lambda: Subquery(work_waits_since()))
