"""Who goes into management by a file of people, and what that leaves behind, as a request for such a move shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from ladders.careers.queries.continuity import LeftBehind, left_for_management
from ladders.careers.queries.published_cache import published_atlas

from .shapes import PeoplePlan

NAMED: Final = 5  # people who are named of each kind of change
SHOWN: Final = 6  # kinds of changes whose craft is shown: 3 queries each


@dataclass(frozen=True, slots=True)
class IntoManagement:
    """People who go from one level to the same level of management: some by name, how many more, what they leave."""

    names: list[str]
    more: int
    left: LeftBehind


def into_management(plan: PeoplePlan) -> list[dict[str, Any]]:
    """Level before, level after, ids and names of who changes from the one to the other; the most people first.

    Plain JSON. Only what leads from another track into management: one query, and none where no level changes.
    """
    found: dict[tuple[UUID, UUID], list[tuple[int, str]]] = {}
    for change in plan.updated:
        if change.level and change.known and change.known.level_key:
            who = change.known.id, change.person.name
            found.setdefault((change.known.level_key, change.level.key), []).append(who)
    places = published_atlas().places if found else {}
    led = {
        (here, there): people
        for (here, there), people in found.items()
        if there in places and places[there].management and not (here in places and places[here].management)
    }
    return [
        {"here": str(here), "there": str(there), "people": [pk for pk, _name in people], "names": _some(people)}
        for (here, there), people in sorted(led.items(), key=lambda item: -len(item[1]))
    ]


def _some(people: list[tuple[int, str]]) -> list[str]:
    return [name for _pk, name in people[:NAMED]]


def left_by_file(report: dict[str, Any], day: dt.date) -> list[IntoManagement]:
    """What the changes of a report leave behind, everybody left out who goes by the file: 3 queries for each kind shown."""
    kinds = report.get("into_management", [])
    going = [pk for kind in kinds for pk in kind["people"]]
    found = []
    for kind in kinds[:SHOWN]:
        left = left_for_management(going, UUID(kind["here"]), UUID(kind["there"]), day)
        if left is not None:
            names = kind["names"]
            found.append(IntoManagement(names, len(kind["people"]) - len(names), left))
    return found
