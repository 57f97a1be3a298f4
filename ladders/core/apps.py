"""App configuration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig

from . import form_sentences


class CoreConfig(AppConfig):
    """What every room needs."""

    name = "ladders.core"
    label = "core"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Comes before any room's models and forms, which keep the sentences that Django has when they are made."""
        super().__init__(*args, **kwargs)
        form_sentences.install()

    def ready(self) -> None:
        """Register what `manage.py check` looks at, and what of this room waits for a second person."""
        from django.utils.translation import gettext

        from . import checks, home, moments_read  # noqa: F401
        from .actions import ORGANISATION
        from .approvals.kinds import register
        from .home_lines import lines
        from .kept_numbers import KeptNumber  # noqa: F401
        from .labels import translated
        from .lists import approval_list, audit_list, files, job_list  # noqa: F401
        from .translations import keep_texts, know_threads_alone

        moments_read.install()
        know_threads_alone()
        keep_texts()
        translated.provide(gettext)
        register(ORGANISATION)
        home.bring(lines=lines)
