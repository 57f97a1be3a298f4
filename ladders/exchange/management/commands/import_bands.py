"""`manage.py import_bands PATH [--zone CODE] [--from DATE] [--mapping FILE.json] [--dry-run] [--json]`."""

from __future__ import annotations

import datetime as dt
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ladders.core.errors import DomainError
from ladders.exchange.bands.applying import BandPlan, import_bands
from ladders.exchange.bands.reading import BandMapping


class Command(BaseCommand):
    """Exit status 0: done; 1: the input has errors and nothing was written; 2: wrong usage."""

    help = "Brings pay bands in from a file. Exit status 0 done, 1 errors in the input, 2 usage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As documented in the guide."""
        parser.add_argument("path", metavar="PATH", help="the file: csv, tsv, xlsx, ods, JSON or YAML")
        parser.add_argument("--zone", default="", metavar="CODE", help="the pay zone; needed where there are several")
        parser.add_argument("--from", dest="start", metavar="DATE", help="first day, as 2027-01-01 (default today)")
        parser.add_argument("--mapping", metavar="FILE.json", help="what columns and labels mean, as a mapping file")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, write."""
        try:
            start = dt.date.fromisoformat(options["start"]) if options["start"] else None
        except ValueError as error:
            raise CommandError(f"--from: write the day as 2027-01-01 ({error}).", returncode=2) from error
        try:
            mapping = _mapping(options["mapping"])
        except DomainError as error:
            raise CommandError(error.sentence, returncode=2) from error
        path = Path(options["path"])
        if not path.is_file():
            raise CommandError(f"{path} is not there. Check the path.", returncode=2)
        try:
            plan = import_bands(
                files=[(path.name, path.read_bytes())],
                by=None,
                zone=options["zone"],
                starts_on=start,
                mapping=mapping,
                dry_run=options["dry_run"],
            )
        except DomainError as error:
            raise CommandError(error.sentence, returncode=1) from error
        self._report(plan, options)
        if plan.problems.refused:
            sys.exit(1)

    def _report(self, plan: BandPlan, options: dict[str, Any]) -> None:
        data = plan.report()
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        for problem in data["problems"]:
            self.stderr.write(problem["message"])
        self.stdout.write(
            f"{data['rows']} rows, {data['groups']} groups: {data['changed']} bands changed, {data['unchanged']} unchanged, "
            f"{len(plan.proposals)} exceptions proposed."
        )
        for item in plan.differing:
            figures = f"{item.row.figures.minimum} – {item.row.figures.maximum}"
            what = (
                "already there"
                if item.known
                else "proposed"
                if item.level
                else "no published level has this code: not stored"
            )
            self.stdout.write(
                f"Row {item.row.row}, {item.row.label}: {figures} differs from grade {item.grade} "
                f"({item.band.minimum} – {item.band.maximum}); exception {what}."
            )
        if plan.problems.refused:
            self.stderr.write("Nothing was written: the input has errors.")
        elif options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")


def _mapping(path: str | None) -> BandMapping | None:
    if not path:
        return None
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DomainError(f"The mapping {path} cannot be read: {error}.") from error
    return BandMapping.from_json(text, path)
