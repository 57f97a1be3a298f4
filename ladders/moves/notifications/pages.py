"""What the pages of other rooms are about to which notices lead. Each room that tells something says it for its own pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

Matters = Callable[[Any, Collection[str]], Mapping[str, str]]
_rooms: dict[str, Matters] = {}


def bring(page: str, matters: Matters) -> None:
    """`matters(user, keys)` says of the page with each key in its address what it is about, where this user may open it today:
    1 query. Of a page that has none in its address but stands for several things, the key is the part of it, behind the "#"."""
    _rooms[page] = matters


def known() -> list[str]:
    """The pages of which a room says what they are about."""
    return list(_rooms)


def matters_of(pages: Iterable[str], user: Any) -> dict[str, str | None]:
    """Of these pages, as `notify_of_page` takes them, those that a room speaks for: what each is about, None where it is not
    this user's to open. 1 query for each kind of page beside those of roles."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for name, key in map(_parts, found := list(pages)):
        if key and name in _rooms:
            keys[name].add(key)
    said = {name: _rooms[name](user, some) for name, some in keys.items()}
    return {page: said[name].get(key) for page in found for name, key in [_parts(page)] if key and name in said}


def _parts(page: str) -> tuple[str, str]:
    address, _mark, part = page.partition("#")
    name, _space, key = address.partition(" ")
    return name, key or part
