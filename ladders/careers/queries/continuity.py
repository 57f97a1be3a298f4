"""What a move into management leaves behind: how many others hold the craft. Counts alone, never names.

Who holds a competency is read off the levels that people hold, never off anybody's assessment. Counts are coarse: those of
two competencies overlap, and exact ones could be subtracted from each other until a single person is left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from ladders.frameworks.domain.shapes import CompetencyShape, LevelShape
from ladders.placements.models import Placement
from ladders.placements.queries import current_levels

from ..domain.available_moves import left_behind
from ..domain.published_index import Chart, PublishedIndex, PublishedLevel
from .published_cache import published_atlas

COARSE = (5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)  # a count is said as the last of these it reaches


@dataclass(frozen=True, slots=True)
class Craft:
    """A competency at the step that one's level asks, and how many others hold it so, at least; None: fewer than five."""

    competency: CompetencyShape
    step: int
    others: int | None


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What somebody would leave behind who goes from one level into management; `most`: the highest step of the scale."""

    here: LevelShape
    there: LevelShape
    craft: tuple[Craft, ...]
    most: int


def left_for_management(people: Collection[int], here: UUID, there: UUID, day: dt.date) -> LeftBehind | None:
    """For people (ids) on the level with the key `here`: 1 query, and 2 of `continuity`, more where levels were removed.

    None where the move is none into management, or one of the levels is not published any more.
    """
    atlas = published_atlas()
    gone = {here, there} - atlas.places.keys()
    now = {key: level.key for key, (level, _moved) in current_levels(gone).items()} if gone else {}
    mine, wanted = (atlas.places.get(now.get(key, key)) for key in (here, there))
    return into_management(atlas, mine, wanted, people, day) if mine and wanted else None


def into_management(
    atlas: PublishedIndex, here: PublishedLevel, there: PublishedLevel, people: Collection[int], day: dt.date
) -> LeftBehind | None:
    """The same of levels at hand: 2 queries; none, and None, where the move is none into management."""
    if here.management or not there.management:
        return None
    chart = atlas.chart_of(here)
    craft = continuity(chart, list(left_behind(here, there, atlas)), day, people)
    return LeftBehind(here.level, there.level, tuple(craft), chart.most)


def continuity(
    chart: Chart, asked: Sequence[tuple[CompetencyShape, int]], day: dt.date, without: Collection[int]
) -> list[Craft]:
    """Each competency with its holders in the framework on that day: 2 queries, more where held levels were removed."""
    if not asked:
        return []
    rows = Placement.objects.lasting().on(day).filter(framework=chart.id).exclude(employee__in=list(without)).order_by()
    keys = set(rows.values_list("level_key", flat=True).distinct())
    now = _as_now(chart, keys)
    asks = {place.key: place.asks for place in (*chart.places, *chart.waiting)}
    counts = {
        f"c{number}": Count(
            "employee",
            distinct=True,
            filter=Q(level_key__in=[key for key, level in now.items() if asks[level].get(competency.key, 0) >= step]),
        )
        for number, (competency, step) in enumerate(asked)
    }
    found = rows.aggregate(**counts)
    return [Craft(competency, step, at_least(found[f"c{number}"])) for number, (competency, step) in enumerate(asked)]


def at_least(count: int) -> int | None:
    """The count as it is said; None: fewer than five."""
    return max((step for step in COARSE if step <= count), default=None)


def _as_now(chart: Chart, keys: set[UUID]) -> dict[UUID, UUID]:
    """Held key → the key as it is now, of those that the framework still has."""
    known = {place.key for place in (*chart.places, *chart.waiting)}
    found = {key: key for key in keys if key in known}
    gone = keys - known
    if gone:
        found |= {key: level.key for key, (level, _moved) in current_levels(gone).items() if level.key in known}
    return found
