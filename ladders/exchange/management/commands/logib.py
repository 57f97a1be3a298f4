"""`manage.py logib PATH [--year YEAR] [--json]`: the Swiss standard analysis of a sheet of Logib, module 1."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ladders.core.command_refusals import command_refusals
from ladders.exchange.logib import people_of_sheet
from ladders.insights.domain.adjusted_gap.logib import logib


class Command(BaseCommand):
    """Nothing is written and nothing kept. Exit status 1: the sheet cannot be read, or tells nothing."""

    help = "Works out the Swiss standard analysis (Logib, module 1) of a filled-in sheet. Nothing of it is kept."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As documented in the guide."""
        parser.add_argument("path", metavar="PATH", help="the sheet: xlsx, ods or csv")
        parser.add_argument(
            "--year", type=int, metavar="YEAR", help="of the reference month, where years of birth stand"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, work out, tell."""
        path = Path(options["path"])
        if not path.is_file():
            raise CommandError(f"{path} is not there. Check the path.", returncode=2)
        with command_refusals():
            found = logib(people_of_sheet([(path.name, path.read_bytes())], options["year"]))
        if found is None:
            raise CommandError("Too few people, or one sex only: the analysis says nothing.", returncode=1)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found)))
            return
        less = "less" if found.effect_percent < 0 else "more"
        self.stdout.write(
            f"Women earn {abs(found.effect_percent):.1f} % {less} than men of the same training, service, years of work, level "
            f"of requirements and position.\n{found.women} women and {found.men} men, {found.left_out} left out. Coefficient "
            f"{found.coefficient.value:.4f}, standard error {found.coefficient.standard_error:.4f}, t {found.coefficient.t:.2f}, "
            f"R² {found.r_squared:.3f}."
        )
