"""Tracks: add, edit, order, delete. Management is never the first of the parallel columns."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ladders.core import audit
from ladders.core.errors import DomainError

from ..domain.lattice_drawing import WIDEST
from ..domain.shapes import TrackKind
from ..models import Track, Version
from .base import check_seen, editing, renumber, trace
from .undo import Deletion, deleting

TEXTS = ("kind", "name", "tagline", "purpose")


def add_track(*, version_id: int, by: Any, kind: str, name: str, tagline: str = "", purpose: str = "") -> Track:
    """A new track, as the last column but before management; the shared start always comes first."""
    with editing(version_id) as version:
        tracks = in_order(version)
        track = Track(version=version, kind=kind, name=name, tagline=tagline, purpose=purpose)
        if kind == TrackKind.SHARED:
            _refuse_second_shared(tracks)
            tracks.insert(0, track)
        else:
            last = len(tracks)
            while kind != TrackKind.MANAGEMENT and last and tracks[last - 1].kind == TrackKind.MANAGEMENT:
                last -= 1
            tracks.insert(last, track)
        if len(_parallel(tracks)) > WIDEST:
            raise DomainError(
                _("A framework has up to %(number)s tracks side by side. Combine two of them first.")
                % {"number": WIDEST}
            )
        _refuse_management_first(tracks)
        track.position = tracks.index(track)
        track.save()
        renumber(tracks)
        trace(version, by=by, verb="track.added", subject=track.name)
    return track


def edit_track(
    *, version_id: int, key: UUID, by: Any, seen: int | None, kind: str, name: str, tagline: str, purpose: str
) -> Track:
    """Change what a track is and is called. Raises StaleError unless `seen` is its revision."""
    with editing(version_id) as version:
        tracks = in_order(version)
        track = _pick(tracks, key)
        check_seen(track, seen, _("The track %(name)s") % {"name": track.name})
        after = {"kind": kind, "name": name, "tagline": tagline, "purpose": purpose}
        detail = audit.changes({field: getattr(track, field) for field in TEXTS}, after)
        if not detail:
            return track
        if kind == TrackKind.SHARED and track.kind != TrackKind.SHARED:
            _refuse_second_shared(tracks)
        for field, value in after.items():
            setattr(track, field, value)
        if "kind" in detail:
            tracks.sort(key=lambda item: item.kind != TrackKind.SHARED)
            _refuse_management_first(tracks)
        track.revision += 1
        track.save()
        renumber(tracks)
        trace(version, by=by, verb="track.edited", subject=track.name, detail=detail)
    return track


def shift_track(*, version_id: int, key: UUID, by: Any, left: bool) -> Track:
    """One column to the left or to the right; at the edge nothing changes. Refuses to make management the first."""
    with editing(version_id) as version:
        tracks = in_order(version)
        track = _pick(tracks, key)
        parallel = _parallel(tracks)
        if track not in parallel:
            raise DomainError(_("The shared start comes before all columns; it has no place among them."))
        index = parallel.index(track)
        target = index + (-1 if left else 1)
        if 0 <= target < len(parallel):
            parallel[index], parallel[target] = parallel[target], parallel[index]
            _refuse_management_first(parallel)
            renumber([*(item for item in tracks if item.kind == TrackKind.SHARED), *parallel])
            trace(
                version,
                by=by,
                verb="track.reordered",
                subject=track.name,
                detail={"column": [index + 1, target + 1]},
            )
    return track


def delete_track(*, version_id: int, key: UUID, by: Any) -> Deletion:
    """Delete a track with its levels, their expectations and evaluations. `undo.restore` brings all of it back."""
    with editing(version_id) as version, deleting():
        track = track_of(version, key)
        deletion = Deletion("track", track.pk, track.name)
        levels = ", ".join(track.levels.values_list("code", flat=True))
        trace(version, by=by, verb="track.deleted", subject=track.name, detail={"levels": [levels, None]})
        track.delete()
        renumber(in_order(version))
    return deletion


def in_order(version: Version) -> list[Track]:
    """The tracks as the lattice draws them: shared first, management never the first of the others. One query."""
    tracks = list(version.track_set.all())
    shared = [track for track in tracks if track.kind == TrackKind.SHARED]
    parallel = _parallel(tracks)
    if parallel and parallel[0].kind == TrackKind.MANAGEMENT:
        parallel.sort(key=lambda track: track.kind == TrackKind.MANAGEMENT)
    return shared + parallel


def track_of(version: Version, key: UUID) -> Track:
    """The track. Raises DomainError where it is gone."""
    return _pick(list(version.track_set.filter(key=key)), key)


def _pick(tracks: list[Track], key: UUID) -> Track:
    track = next((item for item in tracks if item.key == key), None)
    if track is None:
        raise DomainError(
            _("This track is no longer there: somebody deleted it. It can be brought back below the lattice.")
        )
    return track


def _parallel(tracks: list[Track]) -> list[Track]:
    return [track for track in tracks if track.kind != TrackKind.SHARED]


def _refuse_second_shared(tracks: list[Track]) -> None:
    if any(track.kind == TrackKind.SHARED for track in tracks):
        raise DomainError(_("There is a shared start already. Add the levels to it."))


def _refuse_management_first(tracks: list[Track]) -> None:
    parallel = _parallel(tracks)
    if parallel and parallel[0].kind == TrackKind.MANAGEMENT:
        raise DomainError(
            _("Management is one path among equals and never the first column. Put another track before it.")
        )
