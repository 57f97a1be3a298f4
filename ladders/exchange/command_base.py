"""What commands that bring a file of people, salaries or bands in have in common."""

from __future__ import annotations

import json
import sys
from abc import abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from ladders.core.command_refusals import command_refusals
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission

Files = list[tuple[str, bytes]]


class MappingType(Protocol):
    """A class whose instances say what columns and values mean."""

    def from_json(self, text: str, name: str) -> Any:
        """Read it; raises DomainError for what it does not understand."""


class FileCommand(BaseCommand):
    """Exit status 0: done; 1: the input has errors and nothing was written; 2: wrong usage."""

    requires_system_checks = []  # they load every page of the product, which no file needs; the server's start runs them
    mapping_type: MappingType
    needs: Permission  # what whoever is named by `--by` must be allowed to do

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As documented in the guide."""
        parser.add_argument("path", metavar="PATH", help="the file: csv, tsv, xlsx, ods, JSON or YAML")
        parser.add_argument("--mapping", metavar="FILE.json", help="what columns and values mean, as a mapping file")
        parser.add_argument(
            "--by", metavar="EMAIL", help="who brings it: their rights and limits hold; else the operator"
        )
        parser.add_argument("--sure", action="store_true", help="what looks wrong was checked and is meant")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def check_usage(self, options: dict[str, Any]) -> dict[str, Any]:
        """The options of this command alone, as `bring` takes them. Raises DomainError or ValueError for wrong usage."""
        return {}

    @abstractmethod
    def bring(self, files: Files, mapping: Any, *, by: User | None, sure: bool, dry_run: bool, **own: Any) -> Any:
        """Read and write, what looks wrong only when `sure`; answers a plan with `problems.refused`.

        Raises DomainError for a file that cannot be read.
        """

    @abstractmethod
    def report_of(self, plan: Any) -> dict[str, Any]:
        """The plan as plain data, with `problems`."""

    @abstractmethod
    def tell(self, plan: Any, data: dict[str, Any]) -> None:
        """Write what came of it, in words."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, write."""
        try:
            own = self.check_usage(options)
            mapping = mapping_at(options["mapping"], self.mapping_type)
            by = self._acting(options["by"])
        except (DomainError, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error
        path = Path(options["path"])
        if not path.is_file():
            raise CommandError(f"{path} is not there. Check the path.", returncode=2)
        with command_refusals():
            files = [(path.name, path.read_bytes())]
            plan = self.bring(files, mapping, by=by, sure=options["sure"], dry_run=options["dry_run"], **own)
        data = self.report_of(plan)
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False))
        else:
            for problem in data["problems"]:
                where = f" ({problem['where']})" if problem["where"] else ""
                self.stderr.write(f"{problem['message']}{where}")
            self.tell(plan, data)
            if plan.problems.refused:
                self.stderr.write("Nothing was written: the input has errors.")
            elif options["dry_run"]:
                self.stdout.write("Nothing was written: this was a dry run.")
        if plan.problems.refused:
            sys.exit(1)

    def _acting(self, email: str | None) -> User | None:
        """Whose file it is. Without `--by` it is the operator, who has the server and stands for nobody."""
        if not email:
            return None
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise DomainError(f"Nobody signs in with the address {email}. Check it, or leave --by out.")
        if not user.has_perm(self.needs):
            raise DomainError(f"{email} may not do this: their roles do not contain it.")
        return user


def mapping_at(path: str | None, kind: MappingType) -> Any:
    """What `--mapping` names; None without it. Raises DomainError for what cannot be read."""
    if not path:
        return None
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DomainError(f"The mapping {path} cannot be read: {error}.") from error
    return kind.from_json(text, path)
