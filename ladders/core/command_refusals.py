"""What an action refuses, as a command of `manage.py` says it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from .errors import DomainError


@contextmanager
def command_refusals(returncode: int = 1) -> Iterator[None]:
    """What is refused inside ends the command with its sentence."""
    try:
        yield
    except DomainError as error:
        raise CommandError(error.sentence, returncode=returncode) from error
