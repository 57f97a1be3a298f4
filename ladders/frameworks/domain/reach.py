"""Which levels a person can reach, and which only by way of a management level. Pure; works on a version's shapes.

What counts as a step here (promise: every level of a non-management track is reachable with zero reports):
- up one's own track to its next level, whatever its grade;
- from any level to a level of another track on the same row (lateral) or on the next row up (diagonal).

"Next row up" is the next grade that *any* level of the framework uses, so an organisation that uses every second grade
is not told that its tracks are torn. A row that management alone uses is still a row: that is the case to find.

Careers begin on the shared levels. Without any, they begin on the framework's lowest row. The first level of a
track is deliberately no beginning in itself: an influence track that starts two rows above the last specialist level,
with management in between, is reached only through management, although it has a first level.
"""

from __future__ import annotations

from uuid import UUID

from .shapes import LevelShape, TrackKind, VersionShape


def reachable(version: VersionShape, *, through_management: bool) -> frozenset[UUID]:
    """The keys of all levels that steps lead to; with `through_management` False no step touches a management level.

    A level without grade has no row yet, so nothing can be said of it: it counts as reached.
    """

    def allowed(level: LevelShape) -> bool:
        return through_management or version.track_by_level[level.key].kind != TrackKind.MANAGEMENT

    row_of = _rows(version)
    on_row: dict[int, list[LevelShape]] = {}
    for level in version.levels:
        if level.rank is not None:
            on_row.setdefault(row_of[level.rank], []).append(level)
    above = {
        lower.key: higher
        for track in version.tracks
        for lower, higher in zip(track.levels, track.levels[1:], strict=False)
    }

    reached: set[UUID] = set()
    waiting = [level for level in _beginnings(version) if allowed(level)]
    while waiting:
        level = waiting.pop()
        if level.key in reached:
            continue
        reached.add(level.key)
        steps = [above[level.key]] if level.key in above else []
        if level.rank is not None:
            row = row_of[level.rank]
            steps += on_row.get(row, []) + on_row.get(row + 1, [])
        waiting += [step for step in steps if step.key not in reached and allowed(step)]
    return frozenset(reached)


def only_through_management(version: VersionShape) -> tuple[LevelShape, ...]:
    """Levels of other tracks that every path to them leads through a management level, in reading order."""
    free = reachable(version, through_management=False)
    any_way = reachable(version, through_management=True)
    return tuple(
        level
        for level in version.levels
        if version.track_by_level[level.key].kind != TrackKind.MANAGEMENT
        and level.key in any_way
        and level.key not in free
    )


def without_way_in(version: VersionShape) -> tuple[LevelShape, ...]:
    """Levels that no step leads to at all, in reading order: nobody inside the framework can grow into them."""
    any_way = reachable(version, through_management=True)
    return tuple(level for level in version.levels if level.key not in any_way)


def _rows(version: VersionShape) -> dict[int, int]:
    """Rank → row, counting only the ranks in use."""
    return {rank: row for row, rank in enumerate(sorted({lv.rank for lv in version.levels if lv.rank is not None}))}


def _beginnings(version: VersionShape) -> list[LevelShape]:
    """Where careers begin, and the levels without grade, of which nothing is known."""
    ungraded = [level for level in version.levels if level.rank is None]
    shared = [level for track in version.tracks if track.kind == TrackKind.SHARED for level in track.levels]
    if shared:
        return shared + ungraded
    ranks = [level.rank for level in version.levels if level.rank is not None]
    return [level for level in version.levels if ranks and level.rank == min(ranks)] + ungraded
