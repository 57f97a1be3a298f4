"""`manage.py import_people PATH [--mapping FILE.json] [--dry-run] [--json]`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ladders.core.errors import DomainError
from ladders.exchange.people.applying import import_people, look
from ladders.exchange.people.mapping import PeopleMapping
from ladders.exchange.people.reports import report_of
from ladders.exchange.people.shapes import Plan


class Command(BaseCommand):
    """Exit status 0: done; 1: the input has errors and nothing was written; 2: wrong usage."""

    help = "Brings people in from the HR system's file. Exit status 0 done, 1 errors in the input, 2 usage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As documented in the guide."""
        parser.add_argument("path", metavar="PATH", help="the file: csv, tsv, xlsx, ods, JSON or YAML")
        parser.add_argument("--mapping", metavar="FILE.json", help="what columns and values mean, as a mapping file")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, write."""
        try:
            mapping = _mapping(options["mapping"])
        except DomainError as error:
            raise CommandError(error.sentence, returncode=2) from error
        path = Path(options["path"])
        if not path.is_file():
            raise CommandError(f"{path} is not there. Check the path.", returncode=2)
        files = [(path.name, path.read_bytes())]
        try:
            made = look(files, mapping) if options["dry_run"] else import_people(files=files, mapping=mapping, by=None)
        except DomainError as error:
            raise CommandError(error.sentence, returncode=1) from error
        self._report(made, options)
        if made.problems.refused:
            sys.exit(1)

    def _report(self, made: Plan, options: dict[str, Any]) -> None:
        data = report_of(made)
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        for problem in data["problems"]:
            self.stderr.write(problem["message"])
        kinds = ("created", "updated", "unchanged", "leavers", "missing")
        self.stdout.write(", ".join(f"{data[kind]} {kind}" for kind in kinds) + ".")
        for each in data["missing_people"]:
            self.stdout.write(f"Missing from the file: {each['number']} {each['name']}")
        if made.problems.refused:
            self.stderr.write("Nothing was written: the input has errors.")
        elif options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")


def _mapping(path: str | None) -> PeopleMapping | None:
    if not path:
        return None
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DomainError(f"The mapping {path} cannot be read: {error}.") from error
    return PeopleMapping.from_json(text, path)
