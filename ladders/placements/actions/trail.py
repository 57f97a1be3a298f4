"""What the audit trail keeps of levels: an entry for one person, or one for each of many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from accounts.models import Employee
from ladders.core.audit import record, record_many
from ladders.frameworks.models import Level

LevelChange = tuple[Employee, tuple[Level | None, Level | None], tuple[dt.date | None, dt.date | None]]


def record_one(by: Any, what: str, person: Employee, **detail: Any) -> None:
    """An entry about one person: `what` is "person.placed", say, and each detail what stood there before and after. 1 query."""
    record(
        by=by, verb=f"placements.{what}", subject=str(person), subject_key=str(person.pk), detail=detail, about=person
    )


def day_text(day: dt.date | None) -> str | None:
    """A day as the audit trail keeps it; None for none."""
    return str(day) if day else None


def record_levels(by: Any, what: str, changes: Iterable[LevelChange]) -> None:
    """An entry for each person: the level before and after, and the day since which each is held. One query for any number."""
    record_many(
        by=by,
        verb=f"placements.person.{what}",
        entries=(
            (person, str(person.pk), {"level": _texts(levels), "since": _texts(days)})
            for person, levels, days in changes
        ),
    )


def _texts(pair: tuple[object, object]) -> list[str | None]:
    return [None if value is None else str(value) for value in pair]
