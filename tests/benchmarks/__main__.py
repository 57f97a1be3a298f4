"""`python -m tests.benchmarks`: measures what DESIGN bounds, prints ratios, and always ends by itself.

Ratios of two measurements in one run hold on any machine. This is kept out of the tests: a busy machine is no failure.
Each part has a database of its own, copied from one that was filled once (with everybody in it, for those that begin so). What
was measured is printed even where a later part breaks; then the exit status is 1. A bound that is missed is printed and changes
nothing. `PEOPLE` sets how many people the large organisation has (100,000), and names of parts on the command line choose some.
After `MINUTES` (15) it ends, whatever is at work: a part that takes three times its share is broken off, and what was not begun
is said.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BOUNDS_HOLD_AT = 100_000
MINUTES = float(os.environ.get("MINUTES", "15"))
PATIENCE = 10  # seconds until whoever was connected has left
PARTS = (
    "mix",
    "lattice",
    "paths",
    "pages",
    "imports",
    "people",
    "salaries",
    "paid",
    "previews",
    "reports",
    "sweep",
    "mails",
    "days",
)
CROWDED = (
    "previews",
    "sweep",
    "mails",
    "days",
)  # begin with everybody placed in a zone with bands, which is written once


def main(names: list[str]) -> int:
    """Make a database, fill it, measure each part in a copy of it, print, drop all of them."""
    if unknown := set(names) - set(PARTS):
        sys.stderr.write(f"There is no part {', '.join(sorted(unknown))}. The parts: {', '.join(PARTS)}.\n")
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["BENCH_STATIC"] = str(folder / "static")
        os.environ["BENCH_COMPILED"] = str(folder / "compiled")
        os.environ["BENCH_BYTES"] = str(folder / "page.html")
        import django

        django.setup()
        return _run(folder, names or list(PARTS))


def _run(folder: Path, names: list[str]) -> int:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from ladders.core.owner import as_owner
    from tests.database import prepared_template

    from . import data
    from .table import Line, table

    end = time.monotonic() + MINUTES * 60
    before = str(connection.settings_dict["NAME"])
    call_command("collectstatic", interactive=False, verbosity=0)
    with as_owner():
        if settings.EMBEDDED:
            connection.settings_dict["TEST"]["TEMPLATE"] = prepared_template()
        filled = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    lines: list[Line] = []
    grounds = {"": filled}  # what databases of parts are copied from
    broken = False
    try:
        user = data.load()
        for place, name in enumerate(names):
            (folder / name).mkdir()
            begun = time.monotonic()
            if (rest := end - begun) < 1:
                broken = True
                lines.append(Line(f"{name}: not begun, {MINUTES:.0f} minutes were over", "–", within=False))
                continue
            try:
                with _at_most(min(rest, 3 * rest / (len(names) - place))):
                    if name in CROWDED and "crowd" not in grounds:
                        grounds["crowd"] = _crowd(filled)
                    with _copy_of(grounds["crowd" if name in CROWDED else ""], name) as database:
                        lines += _measure(name)(user, folder / name, database)
            except Exception as error:
                broken = True
                traceback.print_exc()
                said = "broken off, it took too long" if isinstance(error, OutOfTimeError) else "broke, see above"
                lines.append(Line(f"{name}: {said}", "–", within=False))
            sys.stderr.write(f"{name}: {time.monotonic() - begun:.0f} s\n")
    finally:
        if "crowd" in grounds:
            _drop(grounds["crowd"])
        with as_owner():
            connection.creation.destroy_test_db(before, verbosity=0)
    sys.stdout.write(table(lines) + "\n")
    if int(os.environ.get("PEOPLE", BOUNDS_HOLD_AT)) < BOUNDS_HOLD_AT:
        sys.stdout.write(f"Bounds hold at {BOUNDS_HOLD_AT:,} people; with fewer, this shows that every part runs.\n")
    return int(broken)


class OutOfTimeError(Exception):
    """A part has had its time."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Break off what goes on within, wherever it is."""

    def over(*_signal: Any) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _measure(name: str) -> Callable[[Any, Path, str], list[Any]]:
    """The function that measures a part: of a reader, a folder of its own and the name of its database."""
    from . import imports, lattice, mix, pages, paid, paths, people, previews, reports, salaries, upkeep

    return {
        "mix": lambda _user, folder, database: mix.measure(folder, database),
        "pages": lambda _user, _folder, database: pages.measure(lambda: _copy_of(database, "few")),
        "lattice": lattice.measure,
        "paths": paths.measure,
        "imports": lambda _user, folder, database: imports.measure(folder, database),
        "people": lambda _user, folder, database: people.measure(folder, database),
        "salaries": lambda _user, folder, database: salaries.measure(folder, database),
        "previews": lambda _user, _folder, _database: previews.measure(),
        "reports": lambda user, _folder, database: reports.measure(user, database),
        "sweep": lambda _user, _folder, _database: upkeep.sweep(),
        "mails": lambda _user, _folder, _database: upkeep.mails(),
        "days": lambda _user, _folder, _database: upkeep.days(),
        "paid": lambda _user, folder, database: paid.measure(folder, database),
    }[name]


@contextmanager
def _copy_of(filled: str, part: str) -> Iterator[str]:
    """A database of its own with what was filled in once; the connection goes to it meanwhile."""
    name = f"{filled}_{part}"
    try:
        with _new_copy_of(filled, name):
            yield name
    finally:
        _drop(name)


def _crowd(filled: str) -> str:
    """A copy with everybody in it, to be copied in turn: its name. What is written only in part is dropped."""
    from .salaries import MANY, set_up_people

    name = f"{filled}_crowd"
    try:
        with _new_copy_of(filled, name):
            set_up_people(MANY)
    except Exception:
        _drop(name)
        raise
    return name


@contextmanager
def _new_copy_of(filled: str, name: str) -> Iterator[None]:
    from django.db import connection

    from ladders.core.owner import as_owner

    before = connection.settings_dict["NAME"]
    connection.close()
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{filled}"')
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _drop(name: str) -> None:
    """Whoever was connected as another role cannot be sent away by the owner, and is on the way out: a moment's patience."""
    from django.db import ProgrammingError, connection

    from ladders.core.owner import as_owner

    for moment in range(PATIENCE + 1):
        try:
            with as_owner(), connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        except ProgrammingError:
            if moment == PATIENCE:
                raise
            time.sleep(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
