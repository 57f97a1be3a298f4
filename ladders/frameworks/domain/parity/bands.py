"""Findings about pay: grades in use that have no band. What has one comes in as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..shapes import LevelShape, TrackKind, TrackShape, VersionShape
from . import messages as say
from .findings import Finding, FindingSeverity, name
from .levels import walk
from .messages import Code


def missing(version: VersionShape, unbanded: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """One finding per grade in use without a band; found at the first level that stands on it.

    It needs the owner's reason where, in one of these zones, the levels of management all have bands and these do not, else
    it is a warning.
    """
    on: dict[str, list[tuple[TrackShape, LevelShape]]] = {}
    for track, level in walk(version):
        if level.grade in unbanded:
            on.setdefault(level.grade or "", []).append((track, level))
    management = [level for track, level in walk(version) if track.kind == TrackKind.MANAGEMENT]
    lacking = {zone for level in management for zone in unbanded.get(level.grade or "", ())}
    for code, places in on.items():
        track, level = places[0]
        params = {
            "grade": code,
            "zones": ", ".join(unbanded[code]),
            "levels": ", ".join(name(item) for _track, item in places),
        }
        served = bool(management) and not lacking.issuperset(unbanded[code])
        severity = FindingSeverity.NEEDS_REASON if served else FindingSeverity.WARNING
        yield Finding(Code.NO_BAND, severity, say.NO_BAND, params, track.key, level.key, detail=code)
