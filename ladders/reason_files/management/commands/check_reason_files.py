"""`manage.py check_reason_files`: are all reason files as they were made?"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ladders.core.errors import DomainError

from ...actions.files import check
from ...models import ReasonFile


class Command(BaseCommand):
    """Exit status 0: all are; 1: at least one is not, each named by its id and mark, never by whom it is about."""

    help = "Check that reason files are as they were made; --sources compares them with what is stored today, too."

    def add_arguments(self, parser: CommandParser) -> None:
        """One option."""
        parser.add_argument("--sources", action="store_true", help="make each anew for its day and compare its parts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all of them."""
        wrong = number = 0
        for row in ReasonFile.objects.select_related("employee").order_by("made_at").iterator():
            number += 1
            try:
                found = check(row, sources=options["sources"])
            except DomainError as error:
                wrong += 1
                self.stdout.write(f"{row.pk}: {error.sentence}")
                continue
            if not found.sound:
                wrong += 1
                self.stdout.write(f"{row.pk}: changed: {', '.join(found.changed) or 'its mark'}")
            if found.sources:
                self.stdout.write(f"{row.pk}: stored otherwise today: {', '.join(found.sources)}")
        self.stdout.write(f"{number} reason files, {wrong} of them not as they were made.")
        if wrong:
            sys.exit(1)
