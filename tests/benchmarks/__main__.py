"""`python -m tests.benchmarks`: measures what DESIGN bounds, prints ratios, and always ends by itself.

Ratios of two measurements in one run hold on any machine. This is kept out of the tests: a busy machine is no failure.
Each part has a database of its own, copied from one that was filled once: with a framework (`GROUNDS` says which begin with
everybody placed, or with a whole organisation). What was measured is printed even where a later part breaks; then the exit
status is 1. A bound that is missed is printed and changes nothing. `PEOPLE` sets how many people the large organisation has
(100,000), and names of parts on the command line choose some.
After `MINUTES` (15) it ends, whatever is at work: each step may take what those that follow do not need, or its share of what is
left, so no part takes the time of another.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BOUNDS_HOLD_AT = 100_000
MINUTES = float(os.environ.get("MINUTES", "15"))
PATIENCE = 10  # seconds until whoever was connected has left
# The parts in the order in which they run: seconds at 100,000 people on two quiet cores, which are their shares of the time.
PARTS = {
    "lattice": 25,
    "paths": 40,
    "imports": 15,
    "pages": 35,
    "mix": 60,
    "people": 60,
    "salaries": 35,
    "paid": 30,
    "previews": 40,
    "reports": 40,
    "sweep": 35,
    "mails": 50,
    "days": 40,
}
CROWD, ORGANISATION = "crowd", "organisation"
GROUNDS = {CROWD: 15, ORGANISATION: 90}  # databases that parts begin with, each made once before the first of them
BEGINS_WITH = {
    "pages": ORGANISATION,
    "mix": ORGANISATION,
    **dict.fromkeys(("salaries", "paid", "previews", "reports", "sweep", "mails", "days"), CROWD),
}


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
    from .processor import Stopwatch
    from .table import Line, table

    end = time.monotonic() + MINUTES * 60
    before = str(connection.settings_dict["NAME"])
    call_command("collectstatic", interactive=False, verbosity=0)
    with as_owner():
        if settings.EMBEDDED:
            connection.settings_dict["TEST"]["TEMPLATE"] = prepared_template()
        filled = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    lines: list[Line] = []
    made = {"": filled}  # what databases of parts are copied from
    steps = _steps(names)
    broken = False
    try:
        user = data.load()
        for place, name in enumerate(steps):
            begins_with = BEGINS_WITH.get(name, "")
            watch = Stopwatch(name)
            try:
                if begins_with not in made:
                    raise NotBegunError(f"not begun, there is no {begins_with}")
                with _at_most(_share(steps[place:], end - time.monotonic())):
                    if name in GROUNDS:
                        made[name] = _ground(name, filled)
                        continue
                    (folder / name).mkdir()
                    with _copy_of(made[begins_with], name) as database:
                        lines += _measure(name, filled)(user, folder / name, database)
            except (Exception, OutOfTimeError) as error:
                broken = True
                if not isinstance(error, NotBegunError):
                    traceback.print_exc()
                if name in PARTS:
                    said = error if isinstance(error, OutOfTimeError | NotBegunError) else "broke, see above"
                    lines.append(Line(f"{name}: {said}", "–", within=False))
            finally:
                watch.total()
    finally:
        sys.stdout.write(table(lines) + "\n")
        for ground in set(made) & set(GROUNDS):
            _drop(made[ground])
        with as_owner():
            connection.creation.destroy_test_db(before, verbosity=0)
    if int(os.environ.get("PEOPLE", BOUNDS_HOLD_AT)) < BOUNDS_HOLD_AT:
        sys.stdout.write(f"Bounds hold at {BOUNDS_HOLD_AT:,} people; with fewer, this shows that every part runs.\n")
    return int(broken)


def _steps(names: Sequence[str]) -> list[str]:
    """The parts, and before the first that begins with a ground, making that."""
    found: dict[str, None] = {}
    for name in names:
        if ground := BEGINS_WITH.get(name):
            found.setdefault(ground)
        found.setdefault(name)
    return list(found)


def _share(steps: Sequence[str], rest: float) -> float:
    """Seconds that the first of these steps may take: all that the others do not need, or its share where that is more."""
    seconds = PARTS | GROUNDS
    if rest < 1:
        raise NotBegunError(f"not begun, {MINUTES:.0f} minutes were over")
    own, others = seconds[steps[0]], sum(seconds[step] for step in steps[1:])
    return max(rest - others, rest * own / (own + others))


class NotBegunError(Exception):
    """A part that cannot begin; says why."""


class OutOfTimeError(BaseException):
    """A part has had its time. No Exception: mails, say, go on after whatever breaks one of them."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Break off what goes on within, wherever it is."""

    def over(*_signal: Any) -> None:
        raise OutOfTimeError(f"broken off after its share of the time, {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _measure(name: str, filled: str) -> Callable[[Any, Path, str], list[Any]]:
    """The function that measures a part: of a reader, a folder of its own and the name of its database.

    `filled`: a database with a framework and nobody else in it, for those that need a second one.
    """
    from . import imports, lattice, mix, pages, paid, paths, people, previews, reports, salaries, upkeep

    def another() -> Any:
        return _copy_of(filled, "another")

    return {
        "mix": lambda _user, folder, database: mix.measure(folder, database),
        "pages": lambda _user, _folder, _database: pages.measure(another),
        "lattice": lattice.measure,
        "paths": paths.measure,
        "imports": lambda _user, folder, database: imports.measure(folder, database),
        "people": lambda _user, folder, database: people.measure(folder, database, another),
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


def _ground(name: str, filled: str) -> str:
    """A copy with everybody in it, to be copied in turn: its name. What is written only in part is dropped."""
    from accounts.models import User
    from accounts.roles import Role

    from . import organisation, salaries

    database = f"{filled}_{name}"
    try:
        with _new_copy_of(filled, database):
            if name == CROWD:
                salaries.set_up_people(salaries.MANY)
            else:
                hr = User.objects.filter(grants__role=Role.HR_ADMIN)[0]
                organisation.build(int(os.environ.get("PEOPLE", BOUNDS_HOLD_AT)), by=hr)
    except (Exception, OutOfTimeError):
        _drop(database)
        raise
    return database


@contextmanager
def _new_copy_of(filled: str, name: str) -> Iterator[None]:
    from django.db import connection

    from ladders.core.owner import as_owner

    before = connection.settings_dict["NAME"]
    connection.close()
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{filled}" STRATEGY file_copy')
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
