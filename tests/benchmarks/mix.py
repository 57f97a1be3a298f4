"""Fifty people at once: 80 % reading, 15 % lists, 5 % writing; and pages that everybody opens alone; against bare."""

from __future__ import annotations

import itertools
import os
import re
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role

from .data import session_of
from .lattice import ratio
from .load import Visitor
from .server import serve
from .stock import stock_database
from .table import Line

AT_ONCE = 50
ROUNDS, SECONDS = 4, 2.0
READING = [
    ("/frameworks/engineering/", 20), ("/path/", 16), ("/path/?view=list", 4), ("/frameworks/", 8), ("/moves/", 8),
    ("/frameworks/engineering/competencies/", 8), ("/pay/", 8), ("/moves/to-answer/", 4), ("/search/?q=engineering", 4),
]  # fmt: skip
LISTS = [("/people/", 6), ("/people/?q=ada", 3), ("/pay/people/?show=all", 3), ("/moves/requests/", 3)]
WRITING = [("/theme/", 3), ("/moves/notices/read/", 2)]
EACH = ("/frameworks/", "/moves/", "/pay/", "/path/?view=list")


def measure(folder: Path, database: str) -> list[Line]:
    """Lines of the table. Reading and writing is done by people of all ranks, each with an account; lists are HR's."""
    hr = User.objects.filter(grants__role=Role.HR_ADMIN)[0]
    people = [User.objects.get(email=f"o{number}@example.org") for number in range(3, 3 + AT_ONCE)]
    client = Client()
    client.force_login(people[0], backend="accounts.backends.SignInBackend")
    same = folder / "page.html"
    same.write_bytes(client.get(reverse("framework-list")).content)
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "BENCH_DATABASE": database,
        "BENCH_STATIC": os.environ["BENCH_STATIC"],
        "BENCH_BYTES": str(same),
    }
    with (
        serve(environment) as port,
        stock_database(f"{database}_stock") as stock,
        serve(stock | {"BENCH_BYTES": str(same)}) as stock_port,
    ):
        everybody = [_Person(port, user, hr) for user in people]
        strangers = [_Stranger(stock_port) for _each in people]
        _run(everybody, SECONDS / 2, bare=False)
        rounds = [
            (
                _run(strangers, SECONDS, bare=True),
                _run(everybody, SECONDS, bare=True),
                _run(everybody, SECONDS, bare=False),
            )
            for _ in range(ROUNDS)
        ]
        django, bare, mixed = (statistics.median(values) for values in zip(*rounds, strict=True))
        times = statistics.median(one / other for _django, other, one in rounds)
        each = {page: ratio(port, everybody[0].headers, page, ROUNDS)[2] for page in EACH}
    return [
        Line(f"{AT_ONCE} people at once, reading, lists and writing mixed, against bare", f"{times:.2f} ×", "≥ 0.30 ×", "0.45 ×",
             times >= 0.3),
        Line(f"  {mixed:.0f} against {bare:.0f} requests/s on one process; the same of Django as it comes {django:.0f}", ""),
        *(Line(f"  {page} against bare", f"{found:.2f} ×", "≥ 0.15 ×", "0.30 ×", found >= 0.15) for page, found in each.items()),
    ]  # fmt: skip


class _Stranger:
    """Somebody who is signed in at Django as it comes, and opens its one page."""

    def __init__(self, port: int) -> None:
        answer = Visitor(port, "/sign-in/", {}).ask()
        cookies = re.findall(r"(?im)^set-cookie: ([^;\r]+)", answer.head.decode())
        self.page = Visitor(port, "/bare/", {"Cookie": "; ".join(cookies), "Connection": "keep-alive"})

    def visit(self, *, bare: bool) -> None:
        """Ask for the page and take it."""
        _expect(self.page.ask().status, 200, "/bare/")


class _Person:
    """Somebody with a browser, who goes from page to page in an order of their own."""

    def __init__(self, port: int, user: User, hr: User) -> None:
        self.port = port
        self.headers = _signed_in(port, user)
        self.office = _signed_in(port, hr)
        self.bare = Visitor(port, "/bare/", self.headers)
        self.visitors: dict[str, Visitor] = {}
        self.order = self._order(user.pk)

    def _order(self, start: int) -> Iterator[tuple[str, str]]:
        pages = [(kind, page) for kind, group in (("read", READING), ("list", LISTS), ("write", WRITING))
                 for page, times in group for _time in range(times)]  # fmt: skip
        # 37 and 100 have no common factor: everybody comes by each page as often as it is asked for, nobody in step.
        return ((pages[(start * 13 + step * 37) % len(pages)]) for step in itertools.count())

    def visit(self, *, bare: bool) -> None:
        """Ask for the next page and take its answer."""
        if bare:
            _expect(self.bare.ask().status, 200, "/bare/")
            return
        kind, page = next(self.order)
        if page not in self.visitors:
            headers = self.office if kind == "list" else self.headers
            self.visitors[page] = Visitor(self.port, page, headers, form=_form(headers) if kind == "write" else "")
        _expect(self.visitors[page].ask().status, 302 if kind == "write" else 200, page)


def _signed_in(port: int, user: User) -> dict[str, str]:
    headers = {"Cookie": session_of(user), "Connection": "keep-alive"}
    first = Visitor(port, "/frameworks/", headers).ask()
    given = re.findall(r"(?im)^set-cookie: ([^;\r]+)", first.head.decode())
    headers["Cookie"] = "; ".join([headers["Cookie"], *given])
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', first.body)
    assert token is not None
    return headers | {"X-CSRFToken": token[1].decode()}


def _form(headers: dict[str, str]) -> str:
    return f"csrfmiddlewaretoken={headers['X-CSRFToken']}&theme=dark"


def _expect(status: int, wanted: int, page: str) -> None:
    if status != wanted:
        raise RuntimeError(f"{page} answered {status}")


def _run(people: Sequence[_Person | _Stranger], seconds: float, *, bare: bool) -> float:
    """Requests per second that all of them get answered, each waiting for one answer before they ask again."""
    counts, failures = [0] * len(people), []
    begun = time.perf_counter()

    def go(place: int) -> None:
        try:
            while time.perf_counter() < begun + seconds:
                people[place].visit(bare=bare)
                counts[place] += 1
        except (OSError, RuntimeError) as error:
            failures.append(str(error))

    threads = [threading.Thread(target=go, args=(place,)) for place in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    return sum(counts) / (time.perf_counter() - begun)
