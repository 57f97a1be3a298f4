"""The history of a cell of the grid: what it said, when, and who wrote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from ladders.core.history import context_of

from ..actions.expectations import ExpectationEvent, text_of
from ..domain.shapes import EMPTY, ExpectationShape
from ..domain.wordings import Segment, differences
from ..models import Expectation


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a cell's history. `who` is empty for the system's own changes and for accounts that are gone."""

    event: int
    at: dt.datetime
    who: str
    text: ExpectationShape
    before: ExpectationShape
    began: bool  # as the draft began: brought by the version before, a template or a file

    @property
    def descriptor(self) -> tuple[Segment, ...]:
        """What changed in the descriptor."""
        return differences(self.before.descriptor, self.text.descriptor)

    @property
    def examples(self) -> tuple[Segment, ...]:
        """What changed in the examples."""
        return differences(self.before.examples, self.text.examples)

    @property
    def links(self) -> tuple[Segment, ...]:
        """What changed in the links to learn from."""
        return differences(self.before.links, self.text.links)

    @property
    def empty(self) -> bool:
        """True where the cell was cleared."""
        return self.text == EMPTY


def history_of(row: Expectation) -> list[Moment]:
    """Every change of the cell's content, the latest first: 2 queries. Deleting and bringing back changes nothing."""
    events = list(
        ExpectationEvent.objects.filter(pgh_obj_id=row.pk)
        .exclude(pgh_label="delete")
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    names = names_of(events)
    moments: list[Moment] = []
    before = EMPTY
    for index, event in enumerate(events):
        text = text_of(event)
        if text == before:
            continue
        began = index == 0 and event.revision == 0
        who = names.get(context_of(event).get("user"), "")
        moments.append(Moment(event.pgh_id, event.pgh_created_at, who, text, before, began))
        before = text
    return moments[::-1]


def last_moment(row: Expectation) -> Moment | None:
    """Who wrote what the cell says now, and when: 2 queries."""
    moments = history_of(row) if row.pk else []
    return moments[0] if moments else None


def names_of(events: Iterable[Any]) -> dict[Any, str]:
    """User id → name, for the people behind these moments of history: 1 query."""
    ids: set[int] = {user for event in events if (user := context_of(event).get("user")) is not None}
    return {pk: name or email for pk, name, email in User.objects.filter(pk__in=ids).values_list("pk", "name", "email")}
