"""Feedback as its pages show it: what can be asked about, and how what was asked stands for who asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import Employee
from ladders.careers.domain.published_index import PublishedLevel
from ladders.careers.queries.my_position import of
from ladders.frameworks.domain.addresses import Expected, asked_by_group
from ladders.frameworks.labels import level_label
from ladders.moves.feedback import GivenFeedback

from ..models import Feedback, FeedbackAsk, Readers, Target
from .plans import place_of


@dataclass(frozen=True, slots=True)
class AskedCompetency:
    """A competency that a level asks, with what it asks, in Markdown."""

    key: UUID
    name: str
    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A level about which somebody can ask: one they hold, or one they work towards."""

    key: UUID
    level: str
    held: bool
    competencies: tuple[AskedCompetency, ...]


@dataclass(frozen=True, slots=True)
class GivenShown:
    """One colleague's answer as who asked sees it. Declined and lapsed look alike, and only once the day has passed."""

    row: Feedback
    waits: bool

    @property
    def given(self) -> bool:
        """Whether there is something to read."""
        return self.row.written_at is not None


def subjects_of(person: Employee, day: dt.date) -> list[Subject]:
    """The levels about which they can ask, those held first: 2 queries, more where levels were removed."""
    at = of(person, day, gaps=False)
    places: dict[UUID, tuple[PublishedLevel, bool]] = {}
    for held in at.held:
        if held.place is not None:
            places[held.place.key] = (held.place, True)
    for target in Target.objects.open().filter(employee=person):
        place = place_of(at.atlas, target)[0]
        if place is not None:
            places.setdefault(place.key, (place, False))
    return [
        Subject(
            key,
            level_label(place.level),
            held,
            tuple(
                AskedCompetency(item.competency.key, item.competency.name, group.group.name, _text(item))
                for group in asked_by_group(at.atlas.chart_of(place).shape, key)
                for item in group.items
            ),
        )
        for key, (place, held) in places.items()
    ]


def my_asks(person: Employee, day: dt.date) -> list[tuple[FeedbackAsk, list[GivenShown]]]:
    """What somebody asked, latest first, with how each stands for them: 2 queries."""
    rows = FeedbackAsk.objects.filter(by=person).prefetch_related("given__giver")
    return [(ask, shown_to_asker(ask, ask.given.all(), day)) for ask in rows]


def shown_to_asker(ask: FeedbackAsk, rows: Iterable[Feedback], day: dt.date) -> list[GivenShown]:
    """How each answer stands for who asked; no query."""
    return [GivenShown(row, row.written_at is None and ask.due_on >= day) for row in rows]


def given_by(user: Any, day: dt.date) -> list[Feedback]:
    """What this user has written for others, latest first: 1 query."""
    rows = Feedback.objects.visible_to(user, day).given().filter(giver__user=user)
    return list(rows.select_related("ask__by", "manager").order_by("-written_at"))


def for_requests(person_id: int) -> list[GivenFeedback]:
    """What they asked for, have read, and whose givers agreed that it is shown with requests, latest first: 1 query."""
    rows = Feedback.objects.given().filter(ask__by=person_id, readers=Readers.REQUESTS, read_at__isnull=False)
    return [
        GivenFeedback(
            row.pk,
            row.giver,
            timezone.localdate(row.written_at),
            ", ".join(each["name"] for each in row.ask.competencies),
            row.ask.level,
            row.text,
        )
        for row in rows.select_related("ask", "giver").order_by("-written_at")
        if row.text
    ]


def _text(item: Expected) -> str:
    """What the level asks, with the texts it builds on before it."""
    parts = [*(earlier.expectation.descriptor for earlier in item.earlier), item.expectation.descriptor]
    return "\n\n".join(part.strip() for part in parts if part.strip())
