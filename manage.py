#!/usr/bin/env python
"""Django's command line."""

from __future__ import annotations

import os
import sys

NOT_THERE = ("42P01", "42703", "42501")  # PostgreSQL: no such table; no such column; no right to it


def main() -> None:
    """Run a management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ladders.settings")
    from django.core.management import execute_from_command_line
    from django.db import ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", None) not in NOT_THERE:
            raise
        sys.exit(
            "The database lacks tables of this release, or rights on them. Run this first: python manage.py migrate"
        )


if __name__ == "__main__":
    main()
