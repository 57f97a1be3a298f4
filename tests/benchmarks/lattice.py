"""The lattice page: its speed against a bare view that returns the same bytes, its queries, and its weight."""

from __future__ import annotations

import gzip
import os
import statistics
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User

from .data import session_of
from .load import Visitor, rate
from .server import serve
from .table import Line

PAGE = "/frameworks/engineering/"
ROUNDS, SECONDS = 10, 0.6  # of each kind, in turns: what else the machine does meets both alike
WARM_UP = 0.5  # seconds


def measure(user: User, folder: Path, database: str) -> list[Line]:
    """All lines about the lattice page."""
    client = Client()
    client.force_login(user, backend="accounts.backends.SignInBackend")
    body = client.get(PAGE).content
    if "€" not in body.decode():
        raise RuntimeError("The page shows no bands, so it is not the page that people read.")
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    same = folder / "page.html"
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
        size = len(first.body)
        # A browser brings back the cookie that its first page gave it.
        headers["Cookie"] += "; " + first.head.decode().split("Set-Cookie: ", 1)[1].split(";", 1)[0]
        bare_rate, page_rate, times = ratio(port, headers, PAGE)
        weight, requests = _weight(port, headers)
    return [
        Line("lattice page with its bands against bare", f"{times:.2f} ×", "≥ 0.65 ×", "0.90 ×", times >= 0.65),
        Line(f"  {page_rate:.0f} against {bare_rate:.0f} requests/s on one process, {size / 1000:.0f} kB each", ""),
        Line("its queries, with session and user", str(len(captured)), "≤ 4", "", len(captured) <= 4),
        Line(
            "weight of the lattice page with its assets, compressed",
            f"{weight / 1000:.0f} kB",
            "≤ 200 kB",
            "150 kB",
            weight <= 200_000,
        ),
        Line("requests for page and assets", str(requests), "≤ 10", "8", requests <= 10),
    ]


def ratio(port: int, headers: dict[str, str], page_path: str, count: int = ROUNDS) -> tuple[float, float, float]:
    """Requests per second of the bare view and of a page, and the median of the ratios of neighbouring rounds."""
    for path in ("/bare/", page_path):
        rate(port, path, headers, WARM_UP)
    rounds = [(rate(port, "/bare/", headers, SECONDS), rate(port, page_path, headers, SECONDS)) for _ in range(count)]
    bare, page = (statistics.median(values) for values in zip(*rounds, strict=True))
    return bare, page, statistics.median(one / other for other, one in rounds)


class _Assets(HTMLParser):
    """What a browser fetches for a page on a screen: style sheets, scripts, icons, pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address."""
        values = dict(attrs)
        if tag == "link" and (values.get("rel") or "") in ("stylesheet", "icon", "preload", "manifest"):
            self.found.append(values.get("href") or "")
        elif tag in ("script", "img") and values.get("src"):
            self.found.append(values["src"] or "")


def _weight(port: int, headers: dict[str, str]) -> tuple[int, int]:
    """Bytes of the page and everything it fetches, and how many requests that takes.

    Static files count as they are sent. The page itself is left to the proxy to compress (a secret beside what a visitor
    types must not be), so it counts gzipped here, as a proxy would send it.
    """
    page = Visitor(port, PAGE, headers).ask()
    assets = _Assets()
    assets.feed(page.body.decode())
    total = len(gzip.compress(page.body, 6))
    for address in dict.fromkeys(assets.found):
        answer = Visitor(port, urljoin(PAGE, address), {**headers, "Accept-Encoding": "gzip, br"}).ask()
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        total += len(answer.body)
    return total, 1 + len(set(assets.found))
