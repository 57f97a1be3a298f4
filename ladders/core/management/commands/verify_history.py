"""`manage.py verify_history`: whether history and audit trail are as they were when their days were closed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ladders.core.history_chain import Difference, Report, verify

WHAT = {
    "rows": gettext_lazy("its rows are not those of that day"),
    "texts": gettext_lazy("names or words in its rows were changed, and no erasure did that"),
    "link": gettext_lazy("the chain itself was changed"),
    "end": gettext_lazy("the hash that you expect is in no closed day: the chain was cut or written anew"),
}


class Command(BaseCommand):
    """Exit status 0: nothing differs. 1: something does, and the first day and table are named."""

    help = str(gettext_lazy("Check that nobody changed history or audit trail after their day was closed."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--json", action="store_true", help=str(gettext_lazy("Print the result for programs.")))
        parser.add_argument(
            "--expect",
            default="",
            metavar="HASH",
            help=str(
                gettext_lazy("A hash of an earlier day that was kept elsewhere; its first 16 characters are enough.")
            ),
        )

    def handle(self, *args: Any, json: bool, expect: str, **options: Any) -> None:
        """Run."""
        report = verify(expect.replace(" ", ""))
        self.stdout.write(report.as_json() if json else _told(report))
        if report.differences:
            sys.exit(1)


def _told(report: Report) -> str:
    if report.until is None:
        return _("No day is closed yet. The scheduler closes each day some hours after its end.")
    lines = []
    if report.differences:
        first = report.differences[0]
        lines.append(_("The history was changed. First: %(what)s.") % {"what": _of(first)})
        lines += [_("Also: %(what)s.") % {"what": _of(each)} for each in report.differences[1:20]]
        if len(report.differences) > 20:
            lines.append(_("And %(count)s more.") % {"count": len(report.differences) - 20})
    else:
        lines.append(
            _("Nothing was changed: %(days)s days until %(until)s.")
            % {"days": report.days, "until": date_format(report.until)}
        )
    if report.vouched_again or report.unvouched:
        lines.append(
            _("Names or words were erased in %(erased)s places; for those of %(open)s nobody vouches.")
            % {"erased": report.vouched_again, "open": report.unvouched}
        )
    return "\n".join([*lines, _("Hash of the last closed day: %(hash)s") % {"hash": report.end}])


def _of(found: Difference) -> str:
    where = f"{found.day.isoformat()}, {found.table}" if found.table else found.day.isoformat()
    return f"{where}: {WHAT[found.what]}"
