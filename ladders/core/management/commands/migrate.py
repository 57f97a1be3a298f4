"""`manage.py migrate`: as the role that owns the tables; then the running role gets the rights that the models declare."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import ProgrammingError, connection
from django.utils.translation import gettext as _

from ladders.core import table_rights
from ladders.core.fast_migrate import drawn_once
from ladders.core.owner import as_owner, owns_what_it_uses

NO_RIGHT = "42501"  # PostgreSQL: insufficient privilege


class Command(migrate.Command):
    """Django's own, between becoming the owner and granting rights."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        with as_owner():
            try:
                with drawn_once():
                    super().handle(*args, **options)
                if not (options["plan"] or options["check_unapplied"]):
                    table_rights.finish_triggers()
                    if settings.DATABASE_OWNER:
                        table_rights.grant(settings.DATABASE_RUNNER["USER"])
            except ProgrammingError as error:
                if getattr(error.__cause__, "sqlstate", None) != NO_RIGHT or owns_what_it_uses():
                    raise
                sentence = _(
                    "The role “%(role)s” may not change tables. Set DATABASE_OWNER_URL to the role that owns the database."
                )
                role = connection.settings_dict["USER"]
                raise CommandError(sentence % {"role": role}) from error
