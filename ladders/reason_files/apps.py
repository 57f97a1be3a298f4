"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReasonFilesConfig(AppConfig):
    """What pay rests on, gathered and kept as it stood."""

    name = "ladders.reason_files"
    label = "reason_files"

    def ready(self) -> None:
        """Say what rests on a publication."""
        from django.utils.translation import gettext_lazy as _

        from ladders.frameworks import built_on

        from .queries.since import kept_since

        built_on.bring(_("A reason file was kept."), kept_since)
