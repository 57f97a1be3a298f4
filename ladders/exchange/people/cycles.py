"""Circles among reporting lines."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def cycles(manager_of: Mapping[N, N]) -> Iterator[list[N]]:
    """Every circle once, as its members from one to the next manager; linear in the number of people."""
    done: set[N] = set()
    for start in manager_of:
        path: dict[N, int] = {}
        here: N | None = start
        while here is not None and here not in done and here not in path:
            path[here] = len(path)
            here = manager_of.get(here)
        if here is not None and here in path:
            yield list(path)[path[here] :]
        done.update(path)
