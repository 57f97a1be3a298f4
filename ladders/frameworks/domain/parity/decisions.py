"""Findings about decision rights: what only management may decide, or may decide on a lower grade than others.

Rights belong to grades and come in as plain data; a framework has those of the grades that its levels stand on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ladders.impact.domain.decision_rights import RightShape

from ..shapes import LevelShape, TrackKind, TrackShape, VersionShape
from . import messages as say
from .findings import Finding, FindingSeverity, grade
from .levels import walk
from .messages import Code

Rights = Mapping[str, Sequence[RightShape]]  # grade code → its rights


def of_management(version: VersionShape, rights: Rights) -> Iterator[Finding]:
    """A right that no other track has, and one that the others have on higher grades only. Found at the level of
    management that has it on the lowest grade. A right of everybody on a shared level counts for every track; one that names
    tracks is not held there."""
    if all(track.kind == TrackKind.MANAGEMENT for track in version.parallel_tracks):
        return  # that the other paths are missing is a finding of its own
    lowest: dict[str, dict[bool, tuple[int, TrackShape, LevelShape, RightShape]]] = {}
    for track, level in walk(version):
        if level.rank is None:
            continue
        for right in rights.get(level.grade or "", ()):
            if not right.held_by(track.kind.value):
                continue
            management = track.kind == TrackKind.MANAGEMENT
            known = lowest.setdefault(right.key, {}).get(management)
            if known is None or level.rank < known[0]:
                lowest[right.key][management] = (level.rank, track, level, right)
    for key, held in lowest.items():
        if True not in held or (False in held and held[False][0] <= held[True][0]):
            continue
        _rank, track, level, right = held[True]
        params: dict[str, object] = {"right": right.name, "grade": grade(level)}
        message = say.RIGHT_OF_MANAGEMENT
        if False in held:
            params["other_grade"] = grade(held[False][2])
            message = say.RIGHT_OF_MANAGEMENT_FIRST
        yield Finding(
            Code.MANAGEMENT_RIGHT, FindingSeverity.NEEDS_REASON, message, params, track.key, level.key, detail=key
        )
