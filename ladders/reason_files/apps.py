"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReasonFilesConfig(AppConfig):
    """What pay rests on, gathered and kept as it stood."""

    name = "ladders.reason_files"
    label = "reason_files"

    def ready(self) -> None:
        """Say what rests on a publication, and register the list."""
        from django.utils.translation import gettext_lazy as _

        from ladders.frameworks import built_on

        from .queries.since import kept_since
        from .web import file_list  # noqa: F401  - registers the list

        built_on.bring(_("A reason file was kept."), kept_since)
