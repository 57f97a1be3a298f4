"""Levels: add, edit, order, move to another track, slot to a grade, delete. Restoring is in `undo`."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core import audit
from ladders.core.errors import DomainError
from ladders.core.models import Organisation
from ladders.impact.models import Grade, PlanState

from ..domain.shapes import LEVEL_TEXTS, GradingMethod
from ..labels import level_label
from ..models import Level, Track, Version
from .base import check_seen, editing, renumber, trace
from .tracks import track_of
from .undo import Deletion, deleting, events_of


def add_level(
    *,
    version_id: int,
    track_key: UUID,
    by: Any,
    code: str,
    title: str,
    summary: str = "",
    scope: str = "",
    grade_code: str = "",
    source: str = "",
    due: dt.date | None = None,
) -> Level:
    """A new level of a track: on a grade with its source, or without one, waiting in the tray.

    It joins the track's order above the levels of lower and equal grades; without a grade it comes last.
    """
    with editing(version_id) as version:
        track = track_of(version, track_key)
        same: dict[str, Any] = {"track": track, "code": code, "title": title, "summary": summary, "scope": scope}
        same["grade__code"] = grade_code or None
        if twice := Level.objects.filter(**same).order_by("-pk").first():
            return twice  # pressed again, here or in another tab
        level = Level(version=version, track=track, code=code, title=title, summary=summary, scope=scope)
        if grade_code:
            _set_grade(level, grade_code, source, due)
        _place(level, track)
        trace(version, by=by, verb="level.added", subject=_subject(level), detail={"track": [None, track.name]})
    return level


def edit_level(
    *,
    version_id: int,
    key: UUID,
    by: Any,
    seen: int | None,
    code: str,
    title: str,
    summary: str,
    scope: str,
    track_key: UUID | None = None,
) -> Level:
    """Change a level's texts, and its track where another is given. Raises StaleError unless `seen` is its revision."""
    with editing(version_id) as version:
        level = level_of(version, key)
        check_seen(level, seen, _("Level %(code)s") % {"code": level.code})
        _write_texts(version, level, by, "level.edited", code=code, title=title, summary=summary, scope=scope)
        if track_key is not None and track_key != level.track.key:
            _move(version, level, track_of(version, track_key), by)
    return level


def move_level(*, version_id: int, key: UUID, track_key: UUID, by: Any) -> Level:
    """Move a level to another track; grade, evaluation and expectations go with it. Harmless when repeated."""
    with editing(version_id) as version:
        level, track = level_of(version, key), track_of(version, track_key)
        if level.track_id != track.pk:
            _move(version, level, track, by)
    return level


def shift_level(*, version_id: int, key: UUID, by: Any, up: bool) -> Level:
    """One place higher or lower among the levels of its row, or of those that wait for a grade.

    At the end of them nothing changes. Raises DomainError where the neighbour stands on another row: a grade comes from
    an evaluation or a source, never from an arrow.
    """
    with editing(version_id) as version:
        level = level_of(version, key)
        siblings = list(Level.objects.filter(track_id=level.track_id))
        index = siblings.index(level)
        target = index + (1 if up else -1)
        if 0 <= target < len(siblings):
            if siblings[target].grade_id != level.grade_id:
                raise DomainError(
                    _("%(level)s stands on its row by its grade. Evaluate it, or slot it, to move it to another row.")
                    % {"level": level.code or level.title}
                )
            siblings[index], siblings[target] = siblings[target], siblings[index]
            renumber(siblings)
            trace(
                version,
                by=by,
                verb="level.reordered",
                subject=_subject(level),
                detail={"position": [index + 1, target + 1]},
            )
    return level


def slot_level(
    *,
    version_id: int,
    key: UUID,
    by: Any,
    grade_code: str,
    source: str,
    due: dt.date | None = None,
    track_key: UUID | None = None,
) -> Level:
    """Give a level its grade from a named source until it is evaluated here. It takes its place in the track's order.

    Raises DomainError for an evaluated level: its grade follows its evaluation.
    """
    with editing(version_id) as version:
        level = level_of(version, key)
        _refuse_evaluated(level)
        before = {"grade": level.grade.code if level.grade else None, "source": level.source}
        _set_grade(level, grade_code, source, due)
        if track_key is not None and track_key != level.track.key:
            _move(version, level, track_of(version, track_key), by)
        else:
            _place(level, level.track, joins=False)
        trace(
            version,
            by=by,
            verb="level.slotted",
            subject=_subject(level),
            detail=audit.changes(before, {"grade": grade_code, "source": level.source}),
        )
    return level


def unslot_level(*, version_id: int, key: UUID, by: Any) -> Level:
    """Take a slotted level's grade back; it waits in the tray. Harmless when it has none."""
    with editing(version_id) as version:
        level = level_of(version, key)
        _refuse_evaluated(level)
        if level.method == GradingMethod.SLOTTED:
            before = level.grade.code if level.grade else None
            level.method, level.grade, level.source, level.evaluation_due = GradingMethod.NONE, None, "", None
            _save(level)
            trace(version, by=by, verb="level.unslotted", subject=_subject(level), detail={"grade": [before, None]})
    return level


def delete_level(*, version_id: int, key: UUID, by: Any) -> Deletion:
    """Delete a level with its expectations and evaluation. What comes back can be handed to `undo.restore`."""
    with editing(version_id) as version, deleting():
        level = level_of(version, key)
        deletion = Deletion("level", level.pk, _subject(level))
        trace(version, by=by, verb="level.deleted", subject=_subject(level), detail={"track": [level.track.name, None]})
        level.delete()
    return deletion


def restore_texts(*, version_id: int, key: UUID, event_id: int, by: Any) -> Level:
    """Give a level the code, title, summary and scope that it had at one point of its history."""
    with editing(version_id) as version:
        level = level_of(version, key)
        event = events_of(Level).filter(version_id=version.pk, key=key, pk=event_id).first()
        if event is None:
            raise DomainError(_("This state is not in the history of the level. Choose one from the list."))
        _write_texts(version, level, by, "level.restored", **{name: getattr(event, name) for name in LEVEL_TEXTS})
    return level


def level_of(version: Version, key: UUID) -> Level:
    """The level, locked, with its track and grade joined. Raises DomainError where it is gone."""
    levels = Level.objects.select_for_update(of=("self",)).select_related("track", "grade")
    level = levels.filter(version=version, key=key).first()
    if level is None:
        raise DomainError(
            _("This level is no longer there: somebody deleted it. It can be brought back below the lattice.")
        )
    return level


def _subject(level: Level) -> str:
    return level_label(level)


def _write_texts(version: Version, level: Level, by: Any, verb: str, **texts: str) -> None:
    before = {name: getattr(level, name) for name in LEVEL_TEXTS}
    detail = audit.changes(before, texts)
    if not detail:
        return
    for name, text in texts.items():
        setattr(level, name, text)
    _save(level)
    trace(version, by=by, verb=verb, subject=_subject(level), detail=detail)


def _move(version: Version, level: Level, track: Track, by: Any) -> None:
    before, level.track = level.track, track
    _place(level, track)
    trace(version, by=by, verb="level.moved", subject=_subject(level), detail={"track": [before.name, track.name]})


def _refuse_evaluated(level: Level) -> None:
    if level.method == GradingMethod.EVALUATED:
        raise DomainError(
            _("%(code)s is evaluated: its %(points)s points decide its grade. Change its evaluation instead.")
            % {"code": level.code, "points": level.points}
        )


def _set_grade(level: Level, grade_code: str, source: str, due: dt.date | None) -> None:
    # Read after the version's lock: a plan activated meanwhile may no longer have the grade that a form offered.
    grade = Grade.objects.filter(code=grade_code, ranges__plan__state=PlanState.ACTIVE).first()
    if grade is None:
        raise DomainError(_("There is no grade %(code)s. Choose one of the scale.") % {"code": grade_code})
    if not source.strip():
        raise DomainError(_("Say where the grade is from: Hay, Mercer, a collective agreement, a committee."))
    level.method, level.grade, level.points = GradingMethod.SLOTTED, grade, None
    level.source = source.strip()
    level.evaluation_due = due or timezone.localdate() + dt.timedelta(days=Organisation.current().evaluation_days)


def _place(level: Level, track: Track, *, joins: bool = True) -> None:
    """Save the level in the order of `track`: at the end if it joins, else where it is, unless grades would not rise."""
    siblings = [item for item in Level.objects.filter(track=track).select_related("grade") if item.pk != level.pk]
    index = len(siblings) if joins else sum(1 for item in siblings if item.position < level.position)
    if level.grade is not None:
        rank = level.grade.rank
        ranks = [item.grade.rank if item.grade else rank for item in siblings]
        if any(other > rank for other in ranks[:index]) or any(other < rank for other in ranks[index:]):
            index = next((place for place, other in enumerate(ranks) if other > rank), len(ranks))
    siblings.insert(index, level)
    level.position = index
    _save(level)
    renumber(siblings)


def _save(level: Level) -> None:
    """Save and count: an editor who saw the level before will be told."""
    level.revision += 1
    level.save()
