"""Findings between tracks: what one has and another lacks, and what can be reached without managing people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..figures import TrackFigures, expected_of, figures, has_influence, rank_of, ranks, written
from ..reach import only_through_management, without_way_in
from ..shapes import CompetencyShape, LevelShape, TrackKind, TrackShape, VersionShape
from . import messages as say
from .findings import Finding, FindingSeverity, grade, name
from .levels import walk
from .messages import Code

MISSING = (
    (TrackKind.SPECIALIST, say.MISSING_KIND_SPECIALIST),
    (TrackKind.PROJECT, say.MISSING_KIND_PROJECT),
    (TrackKind.INFLUENCE, say.MISSING_KIND_INFLUENCE),
)


def kinds(version: VersionShape) -> Iterator[Finding]:
    """Kinds of track that are missing beside management; management listed before the others."""
    parallel = version.parallel_tracks
    present = {track.kind for track in parallel}
    if TrackKind.MANAGEMENT not in present:
        return
    for kind, message in MISSING:
        if kind not in present:
            yield Finding(Code.MISSING_KIND, FindingSeverity.NEEDS_REASON, message, {}, detail=kind.value)
    first = parallel[0]
    if first.kind == TrackKind.MANAGEMENT and len(present) > 1:
        params = {"track": first.name}
        yield Finding(Code.MANAGEMENT_FIRST, FindingSeverity.WARNING, say.MANAGEMENT_FIRST, params, first.key)


def against_richest(version: VersionShape) -> Iterator[Finding]:
    """Each parallel track against management where management has more, else against the track that has most."""
    everyone = [figures(version, track) for track in version.parallel_tracks]
    for mine in everyone:
        others = [other for other in everyone if other.track.key != mine.track.key]
        yield from _levels(mine, others)
        if mine.floor is not None and mine.ceiling is not None:
            yield from _ceiling(mine, mine.ceiling, others)
            yield from _start(mine, mine.floor, others)
            yield from _gaps(mine, others)


def _richest(
    mine: TrackFigures, others: Sequence[TrackFigures], measure: Callable[[TrackFigures], int]
) -> TrackFigures | None:
    """The track to compare with: the management track that has most, if more than mine; else the richest, if richer."""
    richer = [other for other in others if measure(other) > measure(mine)]
    management = [other for other in richer if other.track.kind == TrackKind.MANAGEMENT]
    return max(management or richer, key=measure, default=None)


def _severity(mine: TrackShape, other: TrackShape) -> FindingSeverity:
    """Less than management needs a reason; less than another track is worth a look, and so is management's less."""
    if other.kind == TrackKind.MANAGEMENT and mine.kind != TrackKind.MANAGEMENT:
        return FindingSeverity.NEEDS_REASON
    return FindingSeverity.WARNING


def _levels(mine: TrackFigures, others: Sequence[TrackFigures]) -> Iterator[Finding]:
    richest = _richest(mine, others, lambda item: item.levels)
    if richest is not None:
        yield Finding(
            Code.FEWER_LEVELS,
            _severity(mine.track, richest.track),
            say.FEWER_LEVELS if mine.levels else say.NO_LEVELS,
            {
                "track": mine.track.name,
                "count": mine.levels,
                "other": richest.track.name,
                "other_count": richest.levels,
            },
            mine.track.key,
        )


def _ceiling(mine: TrackFigures, ceiling: LevelShape, others: Sequence[TrackFigures]) -> Iterator[Finding]:
    richest = _richest(mine, others, lambda item: rank_of(item.ceiling) if item.ceiling else 0)
    if richest is not None and richest.ceiling is not None:
        yield Finding(
            Code.LOWER_CEILING,
            _severity(mine.track, richest.track),
            say.LOWER_CEILING,
            _two_grades(mine.track, ceiling, richest.track, richest.ceiling),
            mine.track.key,
        )


def _start(mine: TrackFigures, floor: LevelShape, others: Sequence[TrackFigures]) -> Iterator[Finding]:
    """Begins above management. A later start than another track's is no finding: many tracks part from a longer one."""
    if mine.track.kind == TrackKind.MANAGEMENT:
        return
    earlier = [
        (other, other.floor)
        for other in others
        if other.track.kind == TrackKind.MANAGEMENT
        and other.floor is not None
        and rank_of(other.floor) < rank_of(floor)
    ]
    if earlier:
        other, other_floor = min(earlier, key=lambda pair: rank_of(pair[1]))
        yield Finding(
            Code.LATE_START,
            FindingSeverity.NEEDS_REASON,
            say.LATE_START,
            _two_grades(mine.track, floor, other.track, other_floor),
            mine.track.key,
        )


def _gaps(mine: TrackFigures, others: Sequence[TrackFigures]) -> Iterator[Finding]:
    """Rows missing between floor and ceiling: those that management has in one finding, the rest in another."""
    management = [other for other in others if other.track.kind == TrackKind.MANAGEMENT]
    in_management = {rank for other in management for rank in ranks(other.track)}
    first = [rank for rank in mine.missing if rank in in_management]
    rest = [rank for rank in mine.missing if rank not in in_management]
    for missing, among, detail in ((first, management, "management"), (rest, others, "")):
        if not missing:
            continue
        filled = max(among, key=lambda item: len(ranks(item.track).intersection(missing)))
        # One track need not fill them all; the sentence names the one that fills most, with the rows it fills.
        shown = [rank for rank in missing if rank in ranks(filled.track)]
        names = {level.rank: grade(level) for level in filled.track.levels if level.rank is not None}
        yield Finding(
            Code.GRADE_GAP,
            _severity(mine.track, filled.track),
            say.GRADE_GAP,
            {
                "track": mine.track.name,
                "count": len(shown),
                "grades": ", ".join(names[rank] for rank in shown),
                "other": filled.track.name,
            },
            mine.track.key,
            detail=detail,
        )


def _two_grades(track: TrackShape, level: LevelShape, other: TrackShape, other_level: LevelShape) -> dict[str, object]:
    return {"track": track.name, "grade": grade(level), "other": other.name, "other_grade": grade(other_level)}


def unwritten(version: VersionShape) -> Iterator[Finding]:
    """Levels with some expectations unwritten, beside a level of the same or the nearest grade that has fewer.

    Compared are the competencies expected of both, so that management is not called richer or poorer for its own. A
    level that has none written at all is a blocking finding of its own.
    """
    for track, level in walk(version):
        completion = written(version, level.key)
        if not completion.written or completion.complete:
            continue
        params: dict[str, object] = {"level": name(level), "count": completion.unwritten}
        severity, message = FindingSeverity.WARNING, say.UNWRITTEN
        if track.kind != TrackKind.SHARED and (found := _fuller(version, track, level)):
            other_track, other, mine, theirs = found
            severity = _severity(track, other_track)
            params |= {"count": mine, "other": name(other), "other_count": theirs}
            message = say.UNWRITTEN_AGAINST if theirs else say.UNWRITTEN_AGAINST_NONE
        yield Finding(Code.UNWRITTEN, severity, message, params, track.key, level.key)


def _fuller(
    version: VersionShape, track: TrackShape, level: LevelShape
) -> tuple[TrackShape, LevelShape, int, int] | None:
    """The level to compare with, and what each lacks of what both are asked: management's nearest, else the row's fullest.

    None where no such level lacks less.
    """
    if level.rank is None:
        return None
    mine = list(expected_of(version, level.key))
    nearest: dict[bool, list[tuple[int, int, int, TrackShape, LevelShape]]] = {True: [], False: []}
    for other_track in version.parallel_tracks:
        management = other_track.kind == TrackKind.MANAGEMENT
        if other_track.key == track.key or (management and track.kind == TrackKind.MANAGEMENT):
            continue
        for other in other_track.levels:
            if other.rank is None or (not management and other.rank != level.rank):
                continue
            theirs = {competency.key for competency in expected_of(version, other.key)}
            both = [competency for competency in mine if competency.key in theirs]
            gaps = _missing(version, other, both), _missing(version, level, both)
            nearest[management].append((abs(other.rank - level.rank), *gaps, other_track, other))
    for candidates in (nearest[True], nearest[False]):
        if not candidates:
            continue
        _, their_gap, my_gap, other_track, other = min(candidates, key=lambda item: item[:2])
        if their_gap < my_gap:
            return other_track, other, my_gap, their_gap
    return None


def _missing(version: VersionShape, level: LevelShape, competencies: list[CompetencyShape]) -> int:
    return sum(not version.expectation(level.key, competency.key).written for competency in competencies)


def influence(version: VersionShape) -> Iterator[Finding]:
    """Tracks, management included, without a written expectation of leadership by influence."""
    for track in version.parallel_tracks:
        if track.levels and not has_influence(version, track):
            params = {"track": track.name}
            yield Finding(Code.NO_INFLUENCE, FindingSeverity.NEEDS_REASON, say.NO_INFLUENCE, params, track.key)


def reach(version: VersionShape) -> Iterator[Finding]:
    """Levels that only management leads to, and levels that nothing leads to."""
    for level in only_through_management(version):
        track = version.track_by_level[level.key]
        yield Finding(
            Code.ONLY_THROUGH_MANAGEMENT,
            FindingSeverity.NEEDS_REASON,
            say.ONLY_THROUGH_MANAGEMENT,
            {"level": name(level)},
            track.key,
            level.key,
        )
    for level in without_way_in(version):
        track = version.track_by_level[level.key]
        yield Finding(
            Code.NO_WAY_IN, FindingSeverity.WARNING, say.NO_WAY_IN, {"level": name(level)}, track.key, level.key
        )
