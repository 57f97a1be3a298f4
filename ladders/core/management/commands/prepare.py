"""`manage.py prepare`: what must be done once before the processes of a release start."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import ProgrammingError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_lazy as _

from ladders.core import table_rights

# Files that decide what static files there are, besides our own: the libraries that bring some, and the settings.
STATIC_SOURCES = ("requirements.txt", "ladders/settings.py")


class Command(BaseCommand):
    """Migrate and collect static files where that is due, and load the demo organisation and list its sign-ins where asked."""

    help = str(_("Migrate the database and collect static files, both only where that is due."))
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--demo",
            action="store_true",
            help=str(_("Also load the demo organisation, and list whom one can sign in as.")),
        )

    def handle(self, *args: Any, demo: bool = False, **options: Any) -> None:
        """Run; harmless when repeated."""
        if self._must_migrate():
            call_command("migrate", interactive=False, verbosity=0)
        self._collect_static()
        if demo:
            call_command("demo", stdout=StringIO())
            self.stdout.write(str(_("Sign in as one of these; no password is needed:")))
            call_command("demo", print_signins=True, stdout=self.stdout)

    @staticmethod
    def _must_migrate() -> bool:
        """Whether migrations are due, or the running role has other rights than it should."""
        try:
            executor = MigrationExecutor(connection)
            due = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        except (MigrationSchemaMissing, ProgrammingError):  # it may not even look yet
            return True
        return due or table_rights.differ()

    def _collect_static(self) -> None:
        root = Path(settings.STATIC_ROOT)
        stamp, due = root / ".collected", _fingerprint(root)
        if not stamp.exists() or stamp.read_text() != due:
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            stamp.write_text(due)


def _fingerprint(root: Path) -> str:
    """Changes whenever the collected files may."""
    files = [settings.BASE_DIR / name for name in STATIC_SOURCES]
    files += sorted(path for path in (settings.BASE_DIR / "static").rglob("*") if path.is_file())
    state = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.exists()]
    return hashlib.sha256(repr((str(root), state)).encode()).hexdigest()
