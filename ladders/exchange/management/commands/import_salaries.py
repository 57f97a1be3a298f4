"""`manage.py import_salaries PATH [--mapping FILE.json] [--full-time-hours HOURS] [--dry-run] [--json]`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ladders.core.errors import DomainError
from ladders.exchange.people.values import hours_of
from ladders.exchange.salaries.applying import Plan, import_salaries
from ladders.exchange.salaries.reading import SalaryMapping


class Command(BaseCommand):
    """Exit status 0: done; 1: the input has errors and nothing was written; 2: wrong usage."""

    help = "Brings salaries in from a file. Exit status 0 done, 1 errors in the input, 2 usage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As documented in the guide."""
        parser.add_argument("path", metavar="PATH", help="the file: csv, tsv, xlsx, ods, JSON or YAML")
        parser.add_argument("--mapping", metavar="FILE.json", help="what columns and values mean, as a mapping file")
        parser.add_argument(
            "--full-time-hours", default="40", metavar="HOURS", help="weekly hours of full-time work (default 40)"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, write."""
        try:
            hours = hours_of(options["full_time_hours"])
            mapping = _mapping(options["mapping"])
        except (DomainError, ValueError) as error:
            raise CommandError(f"{error}", returncode=2) from error
        path = Path(options["path"])
        if not path.is_file():
            raise CommandError(f"{path} is not there. Check the path.", returncode=2)
        files = [(path.name, path.read_bytes())]
        dry_run = options["dry_run"]
        try:
            plan = import_salaries(files=files, by=None, mapping=mapping, full_time_hours=hours, dry_run=dry_run)
        except DomainError as error:
            raise CommandError(error.sentence, returncode=1) from error
        self._report(plan, options)
        if plan.problems.refused:
            sys.exit(1)

    def _report(self, plan: Plan, options: dict[str, Any]) -> None:
        data = plan.report()
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        for problem in data["problems"]:
            self.stderr.write(problem["message"])
        self.stdout.write(
            ", ".join(f"{data[kind]} {kind}" for kind in ("created", "replaced", "ended", "unchanged")) + "."
        )
        if plan.problems.refused:
            self.stderr.write("Nothing was written: the input has errors.")
        elif options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")


def _mapping(path: str | None) -> SalaryMapping | None:
    if not path:
        return None
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DomainError(f"The mapping {path} cannot be read: {error}.") from error
    return SalaryMapping.from_json(text, path)
