"""What lists and pages of people show of careers: plain data, brought by the room that knows them, for one reader at a time.

This room knows no career. Whoever does registers when the process starts, and decides for each reader what may be shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Employee


@dataclass(frozen=True, slots=True)
class Link:
    """A page about the person that this reader may open."""

    label: str
    url: str


Ways = Callable[[Any, Collection[UUID]], Mapping[UUID, str] | None]
Links = Callable[[Any, Employee, dt.date], list[Link]]
_providers: list[tuple[Ways, Links]] = []


def register(ways: Ways, links: Links) -> None:
    """`ways(user, level keys)`: level key → where it leads further up, in words; None where this reader gets no such column.
    `links(user, person, day)`: pages about the person that this reader may open."""
    _providers[:] = [(ways, links)]


def ways_up(user: Any, levels: Collection[UUID]) -> Mapping[UUID, str] | None:
    """Level key → where it leads further up; None: this reader gets no such column. The provider's one query."""
    return _providers[0][0](user, levels) if _providers else None


def links_of(user: Any, person: Employee, day: dt.date) -> list[Link]:
    """Pages about the person's career that this reader may open on that day; the provider says with how many queries."""
    return _providers[0][1](user, person, day) if _providers else []
