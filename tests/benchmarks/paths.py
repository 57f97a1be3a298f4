"""An employee's paths page against a bare view of the same bytes, and the possible moves of 100,000 people."""

from __future__ import annotations

import datetime as dt
import os
import resource
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from ladders.careers.domain.available_moves import Mover, available_moves
from ladders.careers.domain.published_index import PublishedIndex
from ladders.careers.queries.published_cache import published_atlas
from ladders.frameworks.models import Level
from ladders.placements.models import Placement

from .data import session_of
from .lattice import ratio
from .load import Visitor
from .server import serve
from .table import Line

PAGE = "/path/"
PEOPLE = int(os.environ.get("PEOPLE", "100000"))
DAY = dt.date(2030, 1, 31)


def measure(user: User, folder: Path, database: str) -> list[Line]:
    """All lines about paths; `user` gets a level in the middle of the lattice."""
    rung = Level.objects.select_related("version").get(version__state="published", code="S4")
    Placement.objects.create(
        employee=user.employee,
        framework_id=rung.version.framework_id,
        version=rung.version,
        level=rung,
        level_key=rung.key,
        starts_on=dt.date(2024, 1, 1),
    )
    return [*_page(user, folder, database), *_moves()]


def _page(user: User, folder: Path, database: str) -> list[Line]:
    client = Client()
    client.force_login(user, backend="accounts.backends.SignInBackend")
    body = client.get(PAGE).content
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    with CaptureQueriesContext(connection) as listed:
        client.get(f"{PAGE}?view=list")
    same = folder / "path.html"
    same.write_bytes(body)
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "BENCH_DATABASE": database,
        "BENCH_STATIC": os.environ["BENCH_STATIC"],
        "BENCH_BYTES": str(same),
    }
    with serve(environment) as port:
        headers = {"Cookie": session_of(user), "Connection": "keep-alive"}
        first = Visitor(port, PAGE, headers).ask()
        headers["Cookie"] += "; " + first.head.decode().split("Set-Cookie: ", 1)[1].split(";", 1)[0]
        bare, page, times = ratio(port, headers, PAGE)
        _bare, plain, listing = ratio(port, headers, f"{PAGE}?view=list")
    queries = max(len(captured), len(listed))
    return [
        Line("paths page against bare", f"{times:.2f} ×", "≥ 0.25 ×", "0.40 ×", times >= 0.25),
        Line(f"  {page:.0f} against {bare:.0f} requests/s, {len(first.body) / 1000:.0f} kB; as a list {plain:.0f}", ""),
        Line("the same as a list, against bare", f"{listing:.2f} ×", "≥ 0.25 ×", "0.40 ×", listing >= 0.25),
        Line("their queries, with session and user", str(queries), "≤ 8", "", queries <= 8),
    ]


def _moves() -> list[Line]:
    """Every possible move with the steps to grow for it, of people of whom a third were assessed."""
    atlas = published_atlas()
    people = list(islice(_people(atlas), 1009))
    _count(atlas, people, 10_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    found, _steps = _count(atlas, people, PEOPLE)
    rate = PEOPLE / (time.process_time() - started)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return [
        Line(f"possible moves of {PEOPLE:,} people", f"{rate:,.0f}/s", "≥ 40,000/s", "100,000/s", rate >= 40_000),
        Line(f"  {found / PEOPLE:.1f} moves each, with the steps to grow", ""),
        Line("memory that they take", f"{grown:.1f} MiB", "flat", "", grown < 2),
    ]


def _count(atlas: PublishedIndex, people: list[Mover], count: int) -> tuple[int, int]:
    """Moves and steps to grow of so many people, without keeping any."""
    moves = steps = 0
    for person in islice(cycle(people), count):
        for move in available_moves(person, atlas):
            moves += 1
            steps += move.missing
    return moves, steps


def _people(atlas: PublishedIndex) -> Iterator[Mover]:
    """On every level in turn: a third assessed in half of the competencies, some with a second level or a right of return."""
    places = [place for chart in atlas.charts for place in chart.places]
    number = 0
    while True:
        place, other = places[number % len(places)], places[(number * 7 + 3) % len(places)]
        keys = list(place.asks)
        assessed = {key: place.asks[key] - 1 + at % 3 for at, key in enumerate(keys[::2])} if number % 3 == 0 else {}
        second = (other.key,) if number % 20 == 1 and other is not place else ()
        rights = {other.key: DAY} if number % 50 == 2 and other is not place else {}
        yield Mover(place.key, second, assessed, rights)
        number += 1
