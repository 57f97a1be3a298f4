"""Who will hold which level, by what is planned and by moves that are agreed."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from ladders.placements.models import Placement
from ladders.placements.queries import people_to_come, successors

from ..domain.states import RequestState
from ..models import MoveRequest

AGREED = (RequestState.APPROVED, RequestState.SCHEDULED)


def coming_holders(keys: Collection[UUID]) -> dict[UUID, int]:
    """Level key → how many do not hold it today and will from a later day on: 6 queries, none without keys.

    Planned changes and agreed moves in one figure: who reads it is not to learn that somebody has asked for a move.
    """
    if not keys:
        return {}
    found = people_to_come(keys)
    asked = set(keys)
    now = {key: end for key, end in successors().items() if end in asked} | {key: key for key in asked}
    agreed = MoveRequest.objects.moves().filter(state__in=AGREED, to_key__in=now)
    rows = agreed.values_list("to_key", "person")
    here = (
        Placement.objects.lasting()
        .on(timezone.localdate())
        .filter(level_key__in=now)
        .values_list("level_key", "employee")
    )
    held = {(now[key], person) for key, person in here}
    for key, person in rows:
        if (now[key], person) not in held:
            found.setdefault(now[key], set()).add(person)
    return {key: len(people) for key, people in found.items()}
