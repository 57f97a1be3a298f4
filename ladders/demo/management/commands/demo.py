"""`manage.py demo`: load the invented organisation, or list whom a visitor can be."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ladders.demo import loader, signins


class Command(BaseCommand):
    """Only for the demo: the people it makes sign in without a password there."""

    help = "Loads the invented organisation of the demo into an empty database. Harmless when repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--print-signins` lists the people and loads nothing."""
        parser.add_argument("--print-signins", action="store_true", help="list whom a visitor can be, and load nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or list."""
        if options["print_signins"]:
            for person in signins():
                self.stdout.write(f"  {person.role:<24} {person.email}")
            return
        if not settings.EMBEDDED:
            raise CommandError("The demo is loaded into its own embedded database only: unset DATABASE_URL.")
        self.stdout.write("The demo is loaded." if loader.load() else "The demo is there already; nothing was changed.")
