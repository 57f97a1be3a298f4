"""How levels came to their grades, as they stood on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from ladders.frameworks.models import Level
from ladders.frameworks.queries.snapshot import snapshot_of


def level_on(key: UUID, day: dt.date) -> Level | None:
    """The level as the version in force on that day has it, else the first that was published after it: 2 queries."""
    rows = Level.objects.filter(key=key, version__published_at__isnull=False)
    rows = rows.select_related("version__framework", "grade", "track")
    in_force = rows.filter(version__published_at__date__lte=day).order_by("-version__number").first()
    return in_force or rows.order_by("version__number").first()


def evaluations_of(levels: Iterable[Level]) -> list[dict[str, Any]]:
    """Points by factor with their rationales, or the source of a grade that was given: up to 16 queries for each version."""
    found = {(level.version_id, level.key): level for level in levels}
    return [_evaluation(level) for _key, level in sorted(found.items(), key=lambda item: (item[0][0], str(item[0][1])))]


def _evaluation(level: Level) -> dict[str, Any]:
    snapshot = snapshot_of(level.version)
    shape = snapshot.shape.level_by_key[level.key]
    own = snapshot.evaluation(shape)
    return {
        "level": level.code,
        "title": level.title,
        "track": level.track.name,
        "framework": level.version.framework.name,
        "version": level.version.number,
        "grade": shape.grade,
        "points": shape.points,
        "source": shape.source,
        "evaluated": own.on.isoformat() if own and own.on else None,
        "evaluators": list(own.evaluators) if own else [],
        "factors": [
            {
                "name": str(line.contribution.factor.name),
                "share": f"{line.contribution.share.normalize():f}",
                "degree": line.contribution.degree.number if line.contribution.degree else None,
                "anchor": str(line.contribution.degree.anchor) if line.contribution.degree else "",
                "points": f"{line.contribution.points.normalize():f}",
                "rationale": line.rationale,
            }
            for line in snapshot.contributions(shape)
        ],
    }
