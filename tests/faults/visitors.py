"""People who read and write all the time, and know afterwards what they were told."""

from __future__ import annotations

import collections
import datetime as dt
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from .site import Answer, Browser, Site

READ: Final = ("/frameworks/", "/path/", "/moves/", "/path/evidence/")
WRITERS: Final = ("beatriz.antunes", "rohan.deshpande", "tomasz.wierzbicki", "bram.okonkwo")
# A page of ours in every state: 503 while the database is away, 409 while somebody else saves the same.
SENTENCES: Final = {503: "Ladders can’t reach its database", 409: "Nothing was changed"}


@dataclass
class Told:
    """What the visitors were told. `kept` notes were confirmed; those of `unsure` may or may not have been saved."""

    kept: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    seen: collections.Counter[int] = field(default_factory=collections.Counter)
    bare: list[Answer] = field(default_factory=list)  # failures that are no page of ours with a way back


_numbers = itertools.count()


@contextmanager
def busy(site: Site, writers: int = 4) -> Iterator[Told]:
    """`writers` people write notes and read pages in turn, each in a browser of their own, until the block ends."""
    told, enough = Told(), threading.Event()
    browsers = [site.browser(f"{name}@quillmere.example") for name in WRITERS[:writers]]
    threads = [threading.Thread(target=_visit, args=(browser, told, enough)) for browser in browsers]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        enough.set()
        for thread in threads:
            thread.join(120)
    assert not any(thread.is_alive() for thread in threads), "a visitor still waits for an answer"


def _visit(browser: Browser, told: Told, enough: threading.Event) -> None:
    pages = itertools.cycle(READ)
    while not enough.is_set():
        _note(told, browser.get(next(pages)))
        title = f"fault-{next(_numbers)}-{threading.get_ident()}"
        fields = {"title": title, "happened_on": dt.date.today().isoformat(), "text": "It held.", "impacts": "business"}
        answer = browser.post("/path/evidence/new/", fields)
        _note(told, answer)
        (told.kept if answer.status == 302 and answer.path.endswith("/path/evidence/") else told.unsure).append(title)


def _note(told: Told, answer: Answer) -> None:
    told.seen[answer.status] += 1
    if answer.status >= 400 and SENTENCES.get(answer.status, "\0") not in answer.text:
        told.bare.append(answer)
