"""`manage.py import_people PATH [--mapping FILE.json] [--by EMAIL] [--sure] [--dry-run] [--json]`."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from ladders.core.permissions import Permission
from ladders.exchange.command_base import FileCommand, Files
from ladders.exchange.people.mapping import PeopleMapping
from ladders.exchange.people.reports import report_of
from ladders.exchange.people.shapes import PeoplePlan
from ladders.exchange.people.write import import_people, look


class Command(FileCommand):
    """See `FileCommand`."""

    help = "Brings people in from the HR system's file. Exit status 0 done, 1 errors in the input, 2 usage."
    mapping_type = PeopleMapping
    needs = Permission.IMPORT_PEOPLE

    def bring(
        self, files: Files, mapping: Any, *, by: User | None, sure: bool, dry_run: bool, **own: Any
    ) -> PeoplePlan:
        """Look, or write."""
        if dry_run:
            return look(files, mapping, by=by)
        return import_people(files=files, mapping=mapping, by=by, sure=sure)

    def report_of(self, plan: PeoplePlan) -> dict[str, Any]:
        """Counts, problems, who is missing."""
        return report_of(plan)

    def tell(self, plan: PeoplePlan, data: dict[str, Any]) -> None:
        """Counts, and everybody who is missing."""
        kinds = ("created", "updated", "unchanged", "leavers", "missing")
        self.stdout.write(", ".join(f"{data[kind]} {kind}" for kind in kinds) + ".")
        for each in data["missing_people"]:
            self.stdout.write(f"Missing from the file: {each['number']} {each['name']}")
