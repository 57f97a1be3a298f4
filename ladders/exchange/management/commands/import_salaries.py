"""`manage.py import_salaries PATH [--mapping FILE.json] [--full-time-hours HOURS] [--by EMAIL] [--sure] [--dry-run] [--json]`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from accounts.models import User
from ladders.core.permissions import Permission
from ladders.exchange.command_base import FileCommand, Files
from ladders.exchange.people.values import hours_of
from ladders.exchange.salaries.parse import SalaryMapping
from ladders.exchange.salaries.write import SalaryPlan, import_salaries


class Command(FileCommand):
    """See `FileCommand`."""

    help = "Brings salaries in from a file. Exit status 0 done, 1 errors in the input, 2 usage."
    mapping_type = SalaryMapping
    needs = Permission.EDIT_PAY

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As documented in the guide."""
        super().add_arguments(parser)
        parser.add_argument(
            "--full-time-hours", default="40", metavar="HOURS", help="weekly hours of full-time work (default 40)"
        )

    def check_usage(self, options: dict[str, Any]) -> dict[str, Any]:
        """What a full-time week is."""
        return {"full_time_hours": hours_of(options["full_time_hours"])}

    def bring(
        self, files: Files, mapping: Any, *, by: User | None, sure: bool, dry_run: bool, **own: Any
    ) -> SalaryPlan:
        """Look, or write."""
        return import_salaries(files=files, by=by, mapping=mapping, sure=sure, dry_run=dry_run, **own)

    def report_of(self, plan: SalaryPlan) -> dict[str, Any]:
        """Counts and problems."""
        return plan.report()

    def tell(self, plan: SalaryPlan, data: dict[str, Any]) -> None:
        """Counts."""
        kinds = ("created", "replaced", "ended", "unchanged")
        self.stdout.write(", ".join(f"{data[kind]} {kind}" for kind in kinds) + ".")
