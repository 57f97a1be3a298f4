"""What this room's pages show of a plan to get to a level, without knowing plans: from the room above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Employee
from ladders.core.providers import Provider


@dataclass(frozen=True, slots=True)
class PlanLink:
    """Where a wish for a level becomes a plan. `chosen`: the person works towards it already, and `url` is their plan."""

    url: str
    chosen: bool


@Provider
def plan_link(person: Employee, level: UUID) -> PlanLink | None:
    """The way to a plan for that level; None where there is none. 4 queries at most."""
    return None


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody who moved to a level and agreed to be asked about it; `url` leads to asking them."""

    name: str
    from_level: str
    moved_on: dt.date
    url: str


@Provider
def walkers(person: Employee, level: UUID, here: UUID, day: dt.date) -> Sequence[Walker]:
    """Who may be asked about the way to that level by somebody on `here`: nobody, where no room knows. 3 queries at most."""
    return ()
