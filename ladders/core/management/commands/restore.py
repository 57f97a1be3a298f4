"""`manage.py restore FILE`: a backup comes into an empty database, wholly or not at all."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ladders.core import backup
from ladders.core.command_refusals import command_refusals
from ladders.core.owner import as_owner


class Command(BaseCommand):
    """Into the database of DATABASE_URL, or the embedded one of LADDERS_DATA_DIR, which has to be empty."""

    help = str(gettext_lazy("Bring a backup into an empty database. The keys that sealed it have to be set."))
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Run."""
        with command_refusals(), as_owner():
            running = settings.DATABASE_RUNNER["USER"] or connection.settings_dict["USER"]
            backup.restore(file, running=running)
            executor = MigrationExecutor(connection)
            behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
            missing = backup.missing_keys(file)
        self.stdout.write(_("The database is as it was in %(file)s.") % {"file": file})
        if missing:
            sentence = _("Texts sealed with these former keys can't be read here: %(keys)s.")
            self.stdout.write(sentence % {"keys": ", ".join(missing)})
        if behind:
            self.stdout.write(_("It is of an earlier release: run migrate."))
