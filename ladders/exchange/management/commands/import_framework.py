"""`manage.py import_framework PATH... --name NAME [--where COLUMN=VALUE] [--mapping FILE] [--dry-run] [--json]`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ladders.core.command_refusals import command_refusals
from ladders.core.errors import DomainError
from ladders.exchange.command_base import mapping_at
from ladders.exchange.frameworks_in.apply import apply, find, plan_all
from ladders.exchange.frameworks_in.mapping.table_mapping import Mapping
from ladders.exchange.frameworks_in.merge.changes import Verdict
from ladders.exchange.frameworks_in.merge.comparison import ImportComparison
from ladders.exchange.frameworks_in.pipeline import Result, read
from ladders.exchange.frameworks_in.saved_mappings import fitting
from ladders.exchange.frameworks_in.web.labels import sentence, summed
from ladders.exchange.tables.limits import MAX_NOTED
from ladders.exchange.tables.sheets import Place, Problem, Table

TOLD = (Verdict.CONFLICT, Verdict.DELETED, Verdict.LEFT)


class Command(BaseCommand):
    """Exit status 0: done; 1: the input has errors and nothing was written; 2: wrong usage.

    A framework of the name that exists gets the file's changes into its draft; where both changed, the draft's stays and
    is reported. One unreadable file among others is reported, and the others are taken in.
    """

    help = (
        "Reads frameworks from files and writes them into drafts; what exists is merged. "
        "Exit status 0 done, 1 errors in the input and nothing written, 2 usage."
    )

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
        if not options["name"].strip() or len(options["name"]) > 80:
            raise CommandError("The name of a framework has 1 to 80 characters.", returncode=2)
        for wish in options["where"]:
            if not wish.partition("=")[0].strip() or "=" not in wish:
                raise CommandError(f"“{wish}” is no COLUMN=VALUE. Write, for example, Role=Developer.", returncode=2)
        with command_refusals(2):
            mapping = mapping_at(options["mapping"], Mapping)
        result = read(_files(options["paths"]), mapping, options["where"], met=self._kept(options))
        failed, written, comparisons = "", [], list[ImportComparison]()
        if not result.errors:
            try:
                if options["dry_run"]:
                    planned = plan_all(result=result, name=options["name"], by=None)
                    comparisons = [item.comparison for item in planned]
                else:
                    applied = apply(result=result, name=options["name"], by=None)
                    comparisons = [item.comparison for item in applied]
                    written = [item.version.framework.slug for item in applied if item.written]
            except DomainError as error:
                failed = error.sentence
        self._report(result, options, failed, written, comparisons)
        if result.errors or failed:
            sys.exit(1)

    def _kept(self, options: dict[str, Any]) -> Any:
        """The mapping that a person corrected for this framework, if it fits these tables."""

        def choose(tables: list[Table]) -> Mapping | None:
            framework = None if options["mapping"] else find(options["name"])
            kept = fitting(tables, [framework]) if framework else None
            if kept and not options["json"]:
                self.stderr.write(f"Read with the mapping that was corrected for {kept.files}.")
            return Mapping.from_json(kept.mapping) if kept else None

        return choose

    def _report(
        self,
        result: Result,
        options: dict[str, Any],
        failed: str,
        written: list[str],
        comparisons: list[ImportComparison],
    ) -> None:
        problems = [*result.problems, *_told(comparisons)]
        if failed:
            problems.append(Problem.at(Place(""), failed))
        data = result.to_json() | {"problems": [problem.to_json() for problem in problems]}
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        for problem in problems:
            self.stderr.write(f"{problem.message} ({problem.where})" if problem.where else problem.message)
        for decision in result.decided:
            name = " · ".join(filter(None, (decision.file, decision.sheet)))
            self.stderr.write(f"{name}: {decision.rule}")
            if decision.unused:
                self.stderr.write(f"  not taken in: {', '.join(decision.unused)}")
            for guess in decision.guesses:
                self.stderr.write(f"  {guess}")
        counts = ", ".join(
            f"{data[kind]} {kind}" for kind in ("frameworks", "tracks", "levels", "competencies", "expectations")
        )
        self.stdout.write(f"{counts}; {data['left_out']} left out.")
        total: Counter[str] = Counter()
        for comparison in comparisons:
            total.update(comparison.plan.counts)
        if total:
            self.stdout.write(f"{summed(total)}.")
        if result.errors or failed:
            self.stderr.write("Nothing was written.")
        elif options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")
        else:
            self.stdout.write(f"Written as a draft: {', '.join(written)}." if written else "Nothing to change.")


def _told(comparisons: Sequence[ImportComparison]) -> list[Problem]:
    """What was not taken although the file says it, as problems with their place."""
    entries = [entry for comparison in comparisons for entry in comparison.plan.entries if entry.verdict in TOLD]
    told = [Problem.at(entry.place or Place(""), sentence(entry)) for entry in entries[:MAX_NOTED]]
    if len(entries) > MAX_NOTED:
        more = f"There are {len(entries) - MAX_NOTED:,} more. The import page lists all of them."
        told.append(Problem.at(Place(""), more))
    return told


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
