"""Findings about single levels: what blocks publishing, points that do not rise, evaluations still to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from uuid import UUID

from ..figures import written
from ..shapes import GradingMethod, LevelShape, TrackKind, TrackShape, VersionShape
from . import messages as say
from .findings import Finding, FindingSeverity, grade, name
from .messages import Code


def walk(version: VersionShape) -> Iterator[tuple[TrackShape, LevelShape]]:
    """Every level with its track, in reading order."""
    for track in version.tracks:
        for level in track.levels:
            yield track, level


def whole(version: VersionShape) -> Iterator[Finding]:
    """Blocking: no levels at all, a level without grade, a level without any written expectation."""
    if not version.levels:
        yield Finding(Code.EMPTY, FindingSeverity.BLOCKING, say.EMPTY, {})
    for track, level in walk(version):
        params = {"level": name(level)}
        if level.rank is None:
            yield Finding(Code.UNGRADED, FindingSeverity.BLOCKING, say.UNGRADED, params, track.key, level.key)
        if not written(version, level.key).written:
            yield Finding(
                Code.NO_EXPECTATIONS, FindingSeverity.BLOCKING, say.NO_EXPECTATIONS, params, track.key, level.key
            )


def codes(version: VersionShape) -> Iterator[Finding]:
    """Blocking: a code that, whatever its capitals, names more than one level. Found at the second of them."""
    same: dict[str, list[tuple[TrackShape, LevelShape]]] = {}
    for track, level in walk(version):
        if level.code.strip():
            same.setdefault(level.code.strip().casefold(), []).append((track, level))
    for code, places in same.items():
        if len(places) > 1:
            track, level = places[1]
            titles = ", ".join(item.title.strip() or item.code for _, item in places)
            params = {"code": level.code.strip(), "levels": titles}
            yield Finding(
                Code.SAME_CODE, FindingSeverity.BLOCKING, say.SAME_CODE, params, track.key, level.key, detail=code
            )


def rising(version: VersionShape) -> Iterator[Finding]:
    """Points that do not rise from one level of a track to the next, the shared levels below its first included.

    Two levels may share a grade, but not their points. Where either has no points (slotted), the grade may not fall.
    Ungraded levels between are passed over, so that a fall across one is still seen.
    """
    trunk = [level for track in version.tracks if track.kind == TrackKind.SHARED for level in track.levels]
    for track in version.tracks:
        before = None if track.kind == TrackKind.SHARED else _last_graded(trunk)
        for level in track.levels:
            if level.rank is None:
                continue
            if before is not None:
                yield from _step(track, before, level)
            before = level


def _last_graded(levels: list[LevelShape]) -> LevelShape | None:
    return next((level for level in reversed(levels) if level.rank is not None), None)


def _step(track: TrackShape, before: LevelShape, level: LevelShape) -> Iterator[Finding]:
    params: dict[str, object] = {"level": name(level), "other": name(before)}
    if level.points is not None and before.points is not None:
        if level.points <= before.points:
            params |= {"points": level.points, "other_points": before.points}
            yield Finding(
                Code.POINTS_NOT_RISING, FindingSeverity.WARNING, say.POINTS_NOT_RISING, params, track.key, level.key
            )
    elif (level.rank or 0) < (before.rank or 0):
        params |= {"grade": grade(level), "other_grade": grade(before)}
        yield Finding(
            Code.POINTS_NOT_RISING, FindingSeverity.WARNING, say.GRADE_NOT_RISING, params, track.key, level.key
        )


def work(version: VersionShape, factors: Mapping[UUID, str]) -> Iterator[Finding]:
    """Specialist levels with more points than the one before, of which none comes from the difficulty of problems or the
    outcome of the work. `factors`: key → name of the factors that measure these."""
    for track, level in walk(version):
        before = version.level_before(level.key)
        if track.kind != TrackKind.SPECIALIST or before is None or (level.points or 0) <= (before.points or 0):
            continue
        own, theirs = version.evaluations.get(level.key), version.evaluations.get(before.key)
        if own is None or theirs is None:
            continue
        rated = [key for key in factors if key in own.ratings and key in theirs.ratings]
        if rated and all(own.ratings[key].degree <= theirs.ratings[key].degree for key in rated):
            names = "”, “".join(factors[key] for key in rated)
            params: dict[str, object] = {"level": name(level), "other": name(before), "factors": names}
            yield Finding(
                Code.WORK_NOT_RISING, FindingSeverity.WARNING, say.WORK_NOT_RISING, params, track.key, level.key
            )


def repeated(version: VersionShape) -> Iterator[Finding]:
    """Levels that ask of every competency what the level before asks, in the same words and on the same step."""
    for track, level in walk(version):
        before = version.level_before(level.key)
        if before is None or not written(version, level.key).written:
            continue
        if _asked(version, level) == _asked(version, before):
            params: dict[str, object] = {"level": name(level), "other": name(before)}
            yield Finding(
                Code.SAME_AS_BEFORE, FindingSeverity.WARNING, say.SAME_AS_BEFORE, params, track.key, level.key
            )


def _asked(version: VersionShape, level: LevelShape) -> list[tuple[int | None, str, str]]:
    """Step, text and examples of each competency, whatever their capitals and spaces."""
    asked = (version.expectation(level.key, competency.key) for competency in version.competencies)
    return [(each.proficiency, _plain(each.descriptor), _plain(each.examples)) for each in asked]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def building(version: VersionShape) -> Iterator[Finding]:
    """ "As the level before, and …" where the level before has nothing to build on."""
    for track, level in walk(version):
        before = version.level_before(level.key)
        for competency in version.competencies:
            if not version.expectation(level.key, competency.key).builds_on:
                continue
            if before is None or not version.expectation(before.key, competency.key).written:
                yield Finding(
                    Code.BUILDS_ON_NOTHING,
                    FindingSeverity.WARNING,
                    say.BUILDS_ON_NOTHING,
                    {"level": name(level), "competency": competency.name},
                    track.key,
                    level.key,
                    competency.key,
                    "descriptor",
                )


def slotted(version: VersionShape, today: dt.date | None) -> Iterator[Finding]:
    """Levels whose grade was given and not evaluated: overdue after their date, else for information."""
    for track, level in walk(version):
        if level.method != GradingMethod.SLOTTED:
            continue
        if today is not None and level.due is not None and level.due < today:
            params: dict[str, object] = {"level": name(level), "due": level.due}
            yield Finding(
                Code.SLOTTED_OVERDUE, FindingSeverity.WARNING, say.SLOTTED_OVERDUE, params, track.key, level.key
            )
        else:
            yield Finding(Code.SLOTTED, FindingSeverity.INFO, say.SLOTTED, {"level": name(level)}, track.key, level.key)
