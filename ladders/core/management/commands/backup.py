"""`manage.py backup FILE`: the database as it is at one moment, with the fingerprints of its keys, never the keys."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ladders.core import backup
from ladders.core.command_refusals import command_refusals
from ladders.core.owner import as_owner
from ladders.core.private import fingerprint, sealing_keys


class Command(BaseCommand):
    """Ladders goes on meanwhile."""

    help = str(gettext_lazy("Write the whole database into a file that restore reads. The keys are not in it."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Run."""
        with command_refusals(), as_owner():
            backup.back_up(file)
        self.stdout.write(
            _(
                "%(file)s holds the database. Keep the key %(key)s in another place: without it nobody reads what is sealed."
            )
            % {"file": file, "key": fingerprint(sealing_keys()[0])}
        )
