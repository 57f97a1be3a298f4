"""`manage.py erase_person NUMBER --reason TEXT [--dry-run]`: erase what is known of somebody, now."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Employee
from ladders.privacy.actions.erasure_requests import finish, holds
from ladders.privacy.models import Erasure, ErasureState


class Command(BaseCommand):
    """Needs the shell of the server, which is the proof of being allowed to."""

    help = (
        "Erases what is known of a leaver, at once and for good. What the law asks for holds it back, as on the page."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, why, and whether only to look."""
        parser.add_argument("number", help="the employee number")
        parser.add_argument("--reason", required=True, help="why; it stays with the proof")
        parser.add_argument("--dry-run", action="store_true", help="count what would go, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, or erase and print the proof."""
        person = Employee.objects.filter(number=options["number"]).first()
        if person is None:
            raise CommandError(f"Nobody has the number {options['number']}.")
        if held := holds(person, timezone.localdate()):
            raise CommandError(" ".join(held))
        with transaction.atomic():
            row = Erasure.objects.filter(employee=person, state=ErasureState.WAITING).first() or Erasure(
                employee=person, reason=options["reason"], due_at=timezone.now()
            )
            row.save()
            finish(row, by=None)
            if options["dry_run"]:
                transaction.set_rollback(True)
        self.stdout.write(json.dumps(row.proof, indent=2))
        self.stdout.write("Nothing was changed." if options["dry_run"] else f"Erased: {row.pseudonym}.")
