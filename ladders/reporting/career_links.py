"""What lists and pages of people show of careers: plain data, brought by the room that knows them, for one reader at a time.

This room knows no career. Whoever does decides for each reader what may be shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Employee
from ladders.core.providers import Provider
from ladders.frameworks.models import Level


@dataclass(frozen=True, slots=True)
class Link:
    """A page about the person that this reader may open."""

    label: str
    url: str


@Provider
def ways_up(user: Any, levels: Collection[UUID]) -> Mapping[UUID, str] | None:
    """Level key → where it leads further up, in words; None: this reader gets no such column. One query."""
    return None


@Provider
def links_of(user: Any, person: Employee, day: dt.date) -> list[Link]:
    """Pages about the person's career that this reader may open on that day; who provides them says with how many queries."""
    return []


@Provider
def left_behind(person: Employee, level: Level, day: dt.date) -> Any:
    """What the person would leave behind who goes from the level held that day into management; None where nothing is told.

    Who provides it says with how many queries, and brings what `careers/_left_behind.html` shows.
    """
    return None
