"""`python -m tests.benchmarks`: measures what DESIGN bounds, prints ratios, and always ends by itself.

Ratios of two measurements in one run hold on any machine. This is kept out of the tests: a busy machine is no failure.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Make a database, fill it, measure, print, drop it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["BENCH_STATIC"] = str(folder / "static")
        os.environ["BENCH_BYTES"] = str(folder / "page.html")
        import django

        django.setup()
        return _run(folder)


def _run(folder: Path) -> int:
    from django.core.management import call_command
    from django.db import connection

    from . import data, imports, lattice, paths, people, salaries
    from .table import table

    before = str(connection.settings_dict["NAME"])
    call_command("collectstatic", interactive=False, verbosity=0)
    database = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        user = data.load()
        lines = lattice.measure(user, folder, database)
        lines += paths.measure(user, folder, database)
        lines += imports.measure(folder, database)
        lines += people.measure(folder, database)
        lines += salaries.measure(folder, database)
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    sys.stdout.write(table(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
