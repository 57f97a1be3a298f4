"""`manage.py export_framework SLUG --format json|xlsx|csv|markdown [--output FILE] [--version N|draft]`."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ladders.core.command_refusals import command_refusals
from ladders.exchange.frameworks_out.export_source import export
from ladders.exchange.frameworks_out.formats.formats import Format
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Version


class Command(BaseCommand):
    """Exit status 0: written; 1: it could not be written, and nothing was; 2: wrong usage, or there is no such version."""

    help = (
        "Writes a framework to a file, or to standard output. Exit status 0 written, 1 not possible in this format or "
        "place, 2 usage."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """`--version` is here the version of the framework."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As documented in the guide."""
        parser.add_argument("slug", metavar="SLUG", help="the framework's name in addresses: engineering")
        parser.add_argument("--format", required=True, choices=[format.value for format in Format], help="of the file")
        parser.add_argument("--output", metavar="FILE", help="where to write; without it, standard output")
        parser.add_argument(
            "--version", dest="wanted", metavar="N|draft", default="", help="which version; else the published one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Find, write."""
        version = _version(options["slug"], options["wanted"])
        with command_refusals():
            _, content = export(version, Format(options["format"]), private=True)
        if options["output"]:
            _replace(Path(options["output"]), content)
            self.stderr.write(f"{version} was written to {options['output']}.")
        else:
            self._print(content, Format(options["format"]))

    def _print(self, content: bytes, format: Format) -> None:
        """To standard output, byte by byte where that is a real one."""
        if format is Format.XLSX and self.stdout.isatty():
            raise CommandError("A workbook is not for the screen. Say where to write it with --output.", returncode=2)
        raw = getattr(getattr(self.stdout, "_out", sys.stdout), "buffer", None)
        if raw is not None:
            raw.write(content)
            raw.flush()
        else:
            self.stdout.write(content.decode("utf-8", "surrogateescape"), ending="")


def _version(slug: str, wanted: str) -> Version:
    versions = Version.objects.filter(framework__slug=slug).select_related("framework__owner").order_by("-number")
    if wanted == VersionState.DRAFT:
        found = versions.draft()
    elif wanted:
        found = versions.filter(number=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 9 else None
    else:
        found = versions.published() or versions.first()
    if found is None:
        what = f"{slug} has no version {wanted}" if wanted and versions.exists() else f"There is no framework {slug}"
        known = ", ".join(Version.objects.order_by().values_list("framework__slug", flat=True).distinct()[:20])
        raise CommandError(f"{what}. Frameworks: {known or 'none yet'}.", returncode=2)
    return found


def _replace(path: Path, content: bytes) -> None:
    """Write the whole file or nothing: a half-written one would look like an export."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
        try:
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=1) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
