"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every room needs."""

    name = "ladders.core"
    label = "core"

    def ready(self) -> None:
        """Register what `manage.py check` looks at, and what of this room waits for a second person."""
        from . import checks  # noqa: F401
        from .actions import ORGANISATION
        from .approvals.kinds import register

        register(ORGANISATION)
