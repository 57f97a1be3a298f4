"""`manage.py import_bands PATH [--zone CODE] [--from DATE] [--mapping FILE.json] [--by EMAIL] [--sure] [--dry-run] [--json]`."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from accounts.models import User
from ladders.core.permissions import Permission
from ladders.exchange.bands.parse import BandMapping
from ladders.exchange.bands.write import BandPlan, import_bands
from ladders.exchange.command_base import FileCommand, Files


class Command(FileCommand):
    """See `FileCommand`."""

    help = "Brings pay bands in from a file. Exit status 0 done, 1 errors in the input, 2 usage."
    mapping_type = BandMapping
    needs = Permission.EDIT_BANDS

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As documented in the guide."""
        super().add_arguments(parser)
        parser.add_argument("--zone", default="", metavar="CODE", help="the pay zone; needed where there are several")
        parser.add_argument("--from", dest="start", metavar="DATE", help="first day, as 2027-01-01 (default today)")

    def check_usage(self, options: dict[str, Any]) -> dict[str, Any]:
        """Zone and first day."""
        try:
            start = dt.date.fromisoformat(options["start"]) if options["start"] else None
        except ValueError as error:
            raise ValueError(f"--from: write the day as 2027-01-01 ({error}).") from error
        return {"zone": options["zone"], "starts_on": start}

    def bring(self, files: Files, mapping: Any, *, by: User | None, sure: bool, dry_run: bool, **own: Any) -> BandPlan:
        """Look, or write."""
        return import_bands(files=files, by=by, mapping=mapping, sure=sure, dry_run=dry_run, **own)

    def report_of(self, plan: BandPlan) -> dict[str, Any]:
        """Counts, problems, rows that differ."""
        return plan.report()

    def tell(self, plan: BandPlan, data: dict[str, Any]) -> None:
        """Counts, and every row that differs from its grade, of each zone."""
        for each in plan.all:
            if plan.further:
                self.stdout.write(f"{each.zone}:")
            self._tell_zone(each)

    def _tell_zone(self, plan: BandPlan) -> None:
        self.stdout.write(
            f"Rows: {plan.rows}; groups: {plan.groups}; bands changed: {len(plan.changed)}, "
            f"unchanged: {len(plan.bands) - len(plan.changed)}; exceptions proposed: {len(plan.proposals)}."
        )
        for item in plan.differing:
            figures = f"{item.row.figures.minimum} – {item.row.figures.maximum}"
            unknown = "no published level has this code: not stored"
            what = "already there" if item.known else "proposed" if item.level else unknown
            self.stdout.write(
                f"Row {item.row.row}, {item.row.label}: {figures} differs from grade {item.grade} "
                f"({item.band.minimum} – {item.band.maximum}); exception {what}."
            )
