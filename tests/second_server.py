"""Which tests `.ci/run` runs on a PostgreSQL server over TCP instead of the embedded one: those with the marker `database`.

Another server has another version, collation, way in and roles. What it could do differently is met by

- `accounts`, `core`, `privacy`: sign-in, rights of the running role, history, backups, background work, erasure;
- migrations, and the walk through all addresses as HR, an owner, an employee and a stranger (as others it is slow), with
  which each page asks there whatever it asks;
- tests that commit, so locks and what two people do at once;
- tests with SQL of their own, and tests of modules of the product with SQL of their own.

The rest asks through Django's queries alone what the walk asks, too, and runs on the embedded server, as do slow tests,
those with a browser, and those that need the embedded server itself. A few have the marker `both`: what is built there, who
may do what with it, and how it plans. `make test` runs whatever is not slow, on the embedded server.
Single tests stand in no list: `WHOLE` names rooms and the two modules above, `BOTH` modules with tests that run twice.
`test_second_server.py` proves that each entry is there, and that no test is left out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from .shared_rows import beside_each_other, commits

PROJECT = Path(__file__).parent.parent
WHOLE = {"accounts", "core", "privacy", "test_migrations.py", "test_routes.py"}
BOTH = {"core/test_rights.py", "test_migrations.py", "test_searches.py"}
ELSEWHERE = {"slow", "browser", "faults"}
COLLECTED = pytest.StashKey[list[Any]]()  # all tests, whichever of them are to run
SQL = re.compile(r"\.cursor\(|RawSQL|\.raw\(|\.execute\(|\brows_of\(")


@pytest.fixture
def embedded_server() -> None:
    """For tests that start what uses the embedded server's files."""
    if not settings.EMBEDDED:
        pytest.skip("this one is for the embedded server")


def pytest_collection_modifyitems(config: pytest.Config, items: list[Any]) -> None:
    """Give the markers to tests that they fit, where they are asked for (folders have given theirs); put them in order."""
    items[:] = beside_each_other(items)
    config.stash[COLLECTED] = list(items)
    if "database" not in config.option.markexpr:
        return
    for item in items:
        for name in markers(item):
            item.add_marker(name)


def markers(item: Any) -> Iterator[str]:
    """What of `database` and `both` fits a test."""
    place = item.path.relative_to(PROJECT / "tests")
    uses = "db" in item.fixturenames or item.get_closest_marker("django_db")
    here_alone = "embedded_server" in item.fixturenames or ELSEWHERE & {mark.name for mark in item.iter_markers()}
    if uses and not here_alone and (place.parts[0] in WHOLE or commits(item) or _sql(item.path)):
        yield "database"
        if place.as_posix() in BOTH:
            yield "both"


@cache
def _sql(path: Path) -> bool:
    """True for a module of tests with SQL of its own, or of which an imported module of the product has."""
    text = path.read_text(encoding="utf-8")
    return bool(SQL.search(text)) or any(_has_sql(name) for name in _imported(text))


def _imported(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


@cache
def _has_sql(name: str) -> bool:
    if not name.startswith(("ladders.", "accounts.")):
        return False
    place = PROJECT.joinpath(*name.split("."))
    files = (place.with_suffix(".py"), place / "__init__.py")
    return any(file.is_file() and SQL.search(file.read_text(encoding="utf-8")) for file in files)
