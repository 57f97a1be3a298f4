"""`manage.py reseal`: everything that is sealed comes under the newest key, so that former keys can go."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ladders.core.command_refusals import command_refusals
from ladders.core.owner import as_owner
from ladders.core.private import fingerprint, sealing_keys
from ladders.core.reseal import Resealed, SealedColumn, reseal


class Command(BaseCommand):
    """Exit status 0: all is under the newest key. 1: some texts can be read with no key, or another run is under way."""

    help = str(gettext_lazy("Seal all private texts and second factors with the newest key, to let former keys go."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; harmless when repeated."""
        with command_refusals(), as_owner():
            done = reseal(self._tell)
        if any(each.unreadable for each in done.values()):
            self.stdout.write(
                _("Some texts can be read with no key. Add the key that sealed them, and run this again.")
            )
            sys.exit(1)
        newest = fingerprint(sealing_keys()[0])
        self.stdout.write(
            _("All is sealed with the key %(key)s. Former keys can go when the last session has ended.")
            % {"key": newest}
        )

    def _tell(self, column: SealedColumn, done: Resealed) -> None:
        self.stdout.write(
            _("%(table)s.%(column)s: %(changed)s resealed, %(fine)s were, %(unreadable)s cannot be read")
            % {
                "table": column.table,
                "column": column.column,
                "changed": done.changed,
                "fine": done.fine,
                "unreadable": done.unreadable,
            }
        )
