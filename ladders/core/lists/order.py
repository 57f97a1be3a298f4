"""The order of a list, and what comes behind one of its rows: a page is found by an index, however far back it lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from ..conditions import nothing


def bare(names: Sequence[str]) -> list[str]:
    """The columns of an order without their directions."""
    return [name.removeprefix("-") for name in names]


def turned(names: Sequence[str]) -> tuple[str, ...]:
    """The same order from its other end: the same index, read backwards."""
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in names)


def behind(names: Sequence[str], last: Sequence[Any]) -> Q:
    """The rows that come after the one with these values; no column may be empty, and the last one is nobody else's."""
    found = nothing()
    columns = bare(names)
    beyond = [
        f"{column}__{'lt' if name.startswith('-') else 'gt'}" for name, column in zip(names, columns, strict=True)
    ]
    for place, further in enumerate(beyond):
        same = dict(zip(columns[:place], last[:place], strict=True))
        found |= Q(**same, **{further: last[place]})
    # The plain bound lets the database start at the right place of the index.
    return Q(**{f"{beyond[0]}e": last[0]}) & found
