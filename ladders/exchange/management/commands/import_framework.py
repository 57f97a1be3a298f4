"""`manage.py import_framework PATH... --name NAME [--where COLUMN=VALUE] [--mapping FILE] [--dry-run] [--json]`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ladders.core.errors import DomainError
from ladders.exchange.applying import apply
from ladders.exchange.mapping import Mapping
from ladders.exchange.pipeline import Result, read


class Command(BaseCommand):
    """Exit status 0: done; 1: the input has errors and nothing was written; 2: wrong usage."""

    help = "Reads a framework from files and makes a draft of it. Exit status 0 done, 1 errors in the input, 2 usage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As documented in the guide."""
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder with files")
        parser.add_argument("--name", required=True, help="name of the framework")
        parser.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE", help="take only such rows")
        parser.add_argument("--mapping", metavar="FILE.json", help="what the tables mean, as a mapping file")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, write."""
        try:
            mapping = _mapping(options["mapping"])
        except DomainError as error:
            raise CommandError(error.sentence, returncode=2) from error
        result = read(_files(options["paths"]), mapping, options["where"])
        message = ""
        if not result.errors:
            try:
                if not options["dry_run"]:
                    versions = apply(result=result, name=options["name"], by=None)
                    message = ", ".join(version.framework.slug for version in versions)
            except DomainError as error:
                message = error.sentence
                self._report(result, options, message, failed=True)
                sys.exit(1)
        self._report(result, options, message, failed=bool(result.errors))
        if result.errors:
            sys.exit(1)

    def _report(self, result: Result, options: dict[str, Any], message: str, *, failed: bool) -> None:
        data = result.to_json()
        if options["json"]:
            if failed and message:
                data["problems"].append({"file": "", "sheet": "", "row": None, "column": "", "message": message})
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        for problem in data["problems"]:
            self.stderr.write(problem["message"])
        counts = ", ".join(
            f"{data[kind]} {kind}" for kind in ("frameworks", "tracks", "levels", "competencies", "expectations")
        )
        self.stdout.write(f"{counts}; {data['left_out']} left out.")
        if failed:
            self.stderr.write(message or "Nothing was written: the input has errors.")
        elif options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")
        else:
            self.stdout.write(f"Written as a draft: {message}.")


def _mapping(path: str | None) -> Mapping | None:
    if not path:
        return None
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DomainError(f"The mapping {path} cannot be read: {error}.") from error
    return Mapping.from_json(text, path)


def _files(paths: list[str]) -> list[tuple[str, bytes]]:
    """The files, those of a folder in the order of their names. A path that is not there is wrong usage."""
    found: list[tuple[str, bytes]] = []
    for text in paths:
        path = Path(text)
        if path.is_dir():
            inside = sorted(item for item in path.rglob("*") if item.is_file() and not item.name.startswith("."))
            found += [(str(item.relative_to(path)), item.read_bytes()) for item in inside]
        elif path.is_file():
            found.append((path.name, path.read_bytes()))
        else:
            raise CommandError(f"{text} is not there. Check the path.", returncode=2)
    return found
