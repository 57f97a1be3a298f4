"""Bring back what was deleted from a draft, from the history that the database keeps of every row.

A deleted track or level comes back whole: its levels, expectations, evaluations and successors, under the same keys and
the same row numbers. What was deleted together shares one history context, so earlier deletions stay deleted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pghistory
from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError

from ..domain.shapes import TrackKind
from ..labels import level_label
from ..models import Competency, Expectation, FactorRating, JobEvaluation, Level, Successor, Track, Version
from .base import editing, trace
from .level_grades import grade_anew


@dataclass(frozen=True, slots=True)
class Deletion:
    """What was deleted: "track" or "level", the number of its row, and its name for people."""

    kind: str
    row: int
    name: str
    at: dt.datetime | None = None
    by: int | None = None

    @property
    def token(self) -> str:
        """For an address or a form: "level-17"."""
        return f"{self.kind}-{self.row}"


@contextmanager
def deleting() -> Iterator[None]:
    """Rows deleted inside share one history context, with or without a request around it."""
    with pghistory.context():
        yield


def events_of(model: type[models.Model]) -> Any:
    """The history of a model, as a queryset."""
    return apps.get_model("frameworks", f"{model.__name__}Event")._default_manager.all()


def deletion_of(version: Version, token: str) -> Deletion | None:
    """The deletion that a token names, while it can be undone: 2 queries."""
    kind, _sep, row = token.partition("-")
    model = MODELS.get(kind)
    if model is None or not row.isdecimal() or len(row) > 18:
        return None
    event = _deleted(version, model, int(row))
    if event is None or model._default_manager.filter(pk=event.pgh_obj_id).exists():
        return None
    return _deletion(kind, event)


def deletions(version: Version) -> list[Deletion]:
    """What was deleted from this draft and is still gone, the latest first; levels gone with their track are not listed
    on their own: 4 queries.
    """
    tracks = {event.pgh_obj_id: event for event in _gone(version, Track)}
    found = [_deletion("track", event) for event in tracks.values()]
    for event in _gone(version, Level):
        track = tracks.get(event.track_id)
        if track is None or track.pgh_context_id != event.pgh_context_id:
            found.append(_deletion("level", event))
    return sorted(found, key=lambda item: (item.at, item.kind == "track", item.row), reverse=True)


def restore(*, version_id: int, token: str, by: Any) -> Deletion:
    """Bring a deleted track or level back, with everything that was deleted with it. Harmless when repeated."""
    with editing(version_id) as version:
        kind, _sep, row = token.partition("-")
        model = MODELS.get(kind)
        event = _deleted(version, model, int(row)) if model and row.isdecimal() and len(row) <= 18 else None
        if model is None or event is None:
            raise DomainError(_("There is nothing to bring back: the history of this draft does not know it."))
        deletion = _deletion(kind, event)
        if model._default_manager.filter(pk=event.pgh_obj_id).exists():
            return deletion
        if kind == "track":
            _restore_track(version, event)
        else:
            _restore_level(version, event)
        trace(version, by=by, verb=f"{kind}.brought_back", subject=deletion.name)
    return deletion


MODELS: dict[str, type[models.Model]] = {"track": Track, "level": Level}


def _deletion(kind: str, event: Any) -> Deletion:
    name = event.name if kind == "track" else level_label(event)
    by = event.pgh_context.metadata.get("user") if event.pgh_context else None
    return Deletion(kind, event.pgh_obj_id, name, event.pgh_created_at, by)


def _deleted(version: Version, model: type[models.Model], row: int) -> Any:
    events = events_of(model).filter(version_id=version.pk, pgh_obj_id=row, pgh_label="delete")
    return events.select_related("pgh_context").order_by("-pgh_id").first()


def _gone(version: Version, model: type[models.Model]) -> list[Any]:
    events = events_of(model).filter(version_id=version.pk, pgh_label="delete").select_related("pgh_context")
    latest = {event.pgh_obj_id: event for event in events.order_by("pgh_id")}
    there = set(model._default_manager.filter(pk__in=latest).values_list("pk", flat=True))
    return [event for row, event in latest.items() if row not in there]


def _restore_track(version: Version, event: Any) -> None:
    track = _row(Track, event)
    if track.kind == TrackKind.SHARED and Track.objects.filter(version=version, kind=TrackKind.SHARED).exists():
        raise DomainError(_("There is another shared start by now. Delete it first, or move its levels."))
    siblings = list(Track.objects.filter(version=version))
    # Whatever stood at this place or after it makes room.
    index = sum(1 for item in siblings if item.position < track.position)
    siblings.insert(index, track)
    parallel = [item for item in siblings if item.kind != TrackKind.SHARED]
    if parallel and parallel[0].kind == TrackKind.MANAGEMENT:
        siblings.sort(key=lambda item: item.kind == TrackKind.MANAGEMENT)
    siblings.sort(key=lambda item: item.kind != TrackKind.SHARED)
    track.save(force_insert=True)
    _renumber(Track, siblings)
    levels = _together(Level, event, track_id=track.pk)
    Level.objects.bulk_create(_row(Level, item) for item in levels)
    _restore_parts(version, event, [item.pgh_obj_id for item in levels])


def _restore_level(version: Version, event: Any) -> None:
    if not Track.objects.filter(pk=event.track_id).exists():
        raise DomainError(_("The track of this level is gone too. Bring the track back first."))
    level = _row(Level, event)
    siblings = list(Level.objects.filter(track_id=level.track_id))
    siblings.insert(sum(1 for item in siblings if item.position < level.position), level)
    level.save(force_insert=True)
    _renumber(Level, siblings)
    _restore_parts(version, event, [level.pk])


def _restore_parts(version: Version, event: Any, levels: list[int]) -> None:
    """Expectations, evaluations with their ratings, and successors of these levels that were deleted with `event`.

    Their grades follow from the plan in force now: another may have been activated since.
    """
    expectations = _together(Expectation, event, level_id__in=levels)
    there = set(
        Competency.objects.filter(pk__in={item.competency_id for item in expectations}).values_list("pk", flat=True)
    )
    Expectation.objects.bulk_create(_row(Expectation, item) for item in expectations if item.competency_id in there)
    evaluations = _together(JobEvaluation, event, level_id__in=levels)
    JobEvaluation.objects.bulk_create(_row(JobEvaluation, item) for item in evaluations)
    ratings = _together(FactorRating, event, evaluation_id__in=[item.pgh_obj_id for item in evaluations])
    FactorRating.objects.bulk_create(_row(FactorRating, item) for item in ratings)
    successors = _together(Successor, event, level_id__in=levels)
    named = set(Successor.objects.filter(version_id=event.version_id).values_list("removed_key", flat=True))
    Successor.objects.bulk_create(_row(Successor, item) for item in successors if item.removed_key not in named)
    grade_anew(version, levels)


def _together(model: type[models.Model], event: Any, **where: Any) -> list[Any]:
    """The rows of `model` that were deleted with `event`."""
    events = events_of(model).filter(
        version_id=event.version_id, pgh_label="delete", pgh_context_id=event.pgh_context_id, **where
    )
    return list(events.order_by("pgh_obj_id"))


def _row(model: Any, event: Any) -> Any:
    """A row as it was, under the number it had."""
    return model(**{field.attname: getattr(event, field.attname) for field in model._meta.concrete_fields})


def _renumber(model: Any, rows: list[Any]) -> None:
    for position, row in enumerate(rows):
        if row.position != position:
            model.objects.filter(pk=row.pk).update(position=position)
