"""`manage.py import_paid PATH --year YEAR [--mapping FILE.json] [--by EMAIL] [--sure] [--dry-run] [--json]`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from accounts.models import User
from ladders.core.permissions import Permission
from ladders.exchange.command_base import FileCommand, Files
from ladders.exchange.paid_amounts.mapping import PaidMapping
from ladders.exchange.paid_amounts.write import PaidPlan, import_paid

FIRST_YEAR, LAST_YEAR = 1990, 2100


class Command(FileCommand):
    """See `FileCommand`."""

    help = "Brings in what was paid in a calendar year. Exit status 0 done, 1 errors in the input, 2 usage."
    mapping_type = PaidMapping
    needs = Permission.EDIT_PAY_EQUITY

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As documented in the guide."""
        super().add_arguments(parser)
        parser.add_argument("--year", required=True, type=int, metavar="YEAR", help="the calendar year, such as 2026")

    def check_usage(self, options: dict[str, Any]) -> dict[str, Any]:
        """The year."""
        if not FIRST_YEAR <= options["year"] <= LAST_YEAR:
            raise ValueError(f"{options['year']} is no year that anybody was paid in. Write {FIRST_YEAR} or later.")
        return {"year": options["year"]}

    def bring(self, files: Files, mapping: Any, *, by: User | None, sure: bool, dry_run: bool, **own: Any) -> PaidPlan:
        """Look, or write."""
        return import_paid(files=files, by=by, mapping=mapping, sure=sure, dry_run=dry_run, **own)

    def report_of(self, plan: PaidPlan) -> dict[str, Any]:
        """Counts, kinds and problems."""
        return plan.report()

    def tell(self, plan: PaidPlan, data: dict[str, Any]) -> None:
        """Counts, and what each kind counts as."""
        for kind in data["kinds"]:
            rule = f" ({kind['rule']})" if kind["rule"] else ""
            self.stdout.write(f"{kind['name']}: {kind['counts_as'] or 'not said yet'}{rule}, {kind['people']} people.")
        counts = ", ".join(f"{data[name]} {name}" for name in ("created", "replaced", "unchanged"))
        self.stdout.write(f"{counts}; employed in {plan.year} and not in the file: {plan.missing}.")
