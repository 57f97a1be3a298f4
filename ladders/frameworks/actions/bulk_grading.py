"""Grading many levels of a draft in one action, with one entry in the audit trail; and undoing it as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core.errors import DomainError, StaleError
from ladders.impact.models import Grade

from ..domain.grading_sheet import SheetRow, clashes, proposal
from ..domain.level_state import LevelState, changed_since, rated, rising, state_of
from ..domain.shapes import EvaluationShape
from ..labels import level_label
from ..models import BulkGrading, FactorRating, GradingWay, JobEvaluation, Level, Version
from ..queries.versions import evaluation_shapes, level_shape, plan_in_force
from .base import editing, trace
from .evaluations import NOBODY_YET


def save_sheet(
    *, version_id: int, rows: Sequence[SheetRow], plan_number: int, reason: str, by: Any
) -> BulkGrading | None:
    """Save the degrees that were changed in the table, as proposals; None where nothing was. `reason` is written to every
    degree that is another now.

    All or nothing. Raises StaleError where somebody else changed one of the same levels meanwhile, or the factors of the
    page are no longer in force; DomainError where a cell holds no degree, or a level is gone.
    """
    with editing(version_id) as version:
        _plan, plan = plan_in_force()
        if plan.number != plan_number:
            raise StaleError(_("Another factor plan is in force since you opened the table. Open it anew."))
        changed = [row for row in rows if row.changed(plan)]
        levels = _levels(version)
        if gone := sum(1 for row in changed if row.key not in levels):
            raise DomainError(
                ngettext(
                    "%(n)s level that you graded was deleted by somebody else meanwhile. The others are below.",
                    "%(n)s levels that you graded were deleted by somebody else meanwhile. The others are below.",
                    gone,
                )
                % {"n": gone}
            )
        for row in changed:
            if wrong := row.nonsense(plan):
                raise DomainError(
                    _("%(level)s: “%(factor)s” has no degree “%(text)s”. Look at the marked cells.")
                    % {
                        "level": levels[row.key].code,
                        "factor": wrong[0].name,
                        "text": row.typed[wrong[0].key].strip()[:20],
                    }
                )
        evaluations = _evaluations(version, levels)
        if clash := clashes(changed, plan, _revisions(version), NOBODY_YET):
            codes = ", ".join(levels[key].code or levels[key].title for key in clash)
            raise StaleError(
                _("Somebody else graded %(levels)s while you did. Nothing is saved yet: compare both and choose.")
                % {"levels": codes},
                current=clash,
            )
        wanted = {
            row.key: rated(
                plan,
                level_shape(levels[row.key]),
                proposal(plan, evaluations.get(row.key), row.degrees(plan), reason.strip()),
            )
            for row in changed
        }
        return _act(version, wanted, GradingWay.SHEET, by) if wanted else None


def grade_many(
    *, version_id: int, wanted: Mapping[UUID, LevelState], seen: int, way: GradingWay, by: Any
) -> BulkGrading | None:
    """Give many levels the state that a preview showed; None where none would change. `seen`: the draft's revision then.

    Raises StaleError where the draft was edited since: what was shown may be true no longer.
    """
    with editing(version_id) as version:
        if version.revision != seen:
            raise StaleError(
                _("The draft was edited since you looked at the preview. Look at it again, then apply it.")
            )
        return _act(version, wanted, way, by, in_order=True) if wanted else None


def undo_bulk(*, version_id: int, batch: int, by: Any) -> BulkGrading:
    """Bring every level back to what it was before the action, and the tracks to their order. Harmless when repeated.

    Raises DomainError where one of the levels was changed since, naming them: what was built on it would be lost.
    """
    with editing(version_id) as version:
        row = BulkGrading.objects.select_for_update().filter(version=version, pk=batch).first()
        if row is None:
            raise DomainError(_("There is nothing to undo: this draft does not know that action."))
        if row.undone_at is not None:
            return row
        levels = _levels(version)
        if moved := _moved_on(row, version, levels):
            raise DomainError(
                _("%(levels)s changed since, so this cannot be undone as a whole. Change them one by one.")
                % {"levels": ", ".join(moved)}
            )
        before = {UUID(item["key"]): LevelState.from_json(item["before"]) for item in row.levels}
        after = {UUID(item["key"]): LevelState.from_json(item["after"]) for item in row.levels}
        _write(version, before, levels)
        _order_as(version, row.order)
        row.undone_at = timezone.now()
        row.save(update_fields=["undone_at"])
        trace(version, by=by, verb="levels.undone", subject=_count(len(before)), detail=_detail(levels, after, before))
        return row


def what_changed_since(row: BulkGrading, version: Version) -> list[str]:
    """The levels (their codes) that were changed since the action, or are gone: 4 queries. Empty: it can be undone."""
    return _moved_on(row, version, _levels(version))


def _moved_on(row: BulkGrading, version: Version, levels: Mapping[UUID, Level]) -> list[str]:
    after = {UUID(item["key"]): LevelState.from_json(item["after"]) for item in row.levels}
    names = {UUID(item["key"]): str(item["name"]) for item in row.levels}
    moved = changed_since(after, _states(version, levels))
    return [levels[key].code or levels[key].title if key in levels else names[key] for key in moved]


def _act(
    version: Version, wanted: Mapping[UUID, LevelState], way: GradingWay, by: Any, *, in_order: bool = False
) -> BulkGrading | None:
    """Write what differs, and keep what was. With `in_order`, levels go where the grades of their track rise."""
    levels = _levels(version)
    before = _states(version, levels)
    wanted = {key: state for key, state in wanted.items() if key in levels and state != before[key]}
    if not wanted:
        return None
    order = _orders(levels)
    _write(version, wanted, levels)
    if in_order:
        _sort_tracks(levels, {levels[key].track_id for key in wanted})
    levels = _levels(version)
    after = _states(version, levels)  # as stored: a day that was left out is today
    row = BulkGrading.objects.create(
        version=version,
        way=way,
        by=by,
        levels=[
            {
                "key": str(key),
                "name": level_label(levels[key]),
                "before": before[key].to_json(),
                "after": after[key].to_json(),
            }
            for key in wanted
        ],
        order=order,
    )
    changed = {key: after[key] for key in wanted}
    trace(version, by=by, verb="levels.graded", subject=_count(len(changed)), detail=_detail(levels, before, changed))
    return row


def _levels(version: Version) -> dict[UUID, Level]:
    levels = Level.objects.filter(version=version).select_related("track", "grade")
    return {level.key: level for level in levels.order_by("track__position", "position", "pk")}


def _evaluations(version: Version, levels: Mapping[UUID, Level]) -> dict[UUID, EvaluationShape]:
    return evaluation_shapes(version, {level.pk: key for key, level in levels.items()})


def _states(version: Version, levels: Mapping[UUID, Level]) -> dict[UUID, LevelState]:
    evaluations = _evaluations(version, levels)
    return {key: state_of(level_shape(level), evaluations.get(key)) for key, level in levels.items()}


def _revisions(version: Version) -> dict[UUID, int]:
    return dict(JobEvaluation.objects.filter(version=version).values_list("level__key", "revision"))


def _write(version: Version, wanted: Mapping[UUID, LevelState], levels: Mapping[UUID, Level]) -> None:
    """A fixed number of statements whatever the number of levels, and only for rows that differ."""
    grades = {grade.code: grade for grade in Grade.objects.all()}
    rows = []
    for key, state in wanted.items():
        level = levels[key]
        level.method, level.points = state.method, state.points
        level.grade = grades.get(state.grade) if state.grade else None
        level.source, level.evaluation_due = state.source, state.due
        level.revision += 1
        rows.append(level)
    Level.objects.bulk_update(rows, ["method", "points", "grade", "source", "evaluation_due", "revision"])
    there = {item.level_id: item for item in JobEvaluation.objects.filter(version=version, level__in=rows)}
    ids = {levels[key].pk: state.evaluation for key, state in wanted.items()}
    JobEvaluation.objects.filter(pk__in=[row.pk for pk, row in there.items() if ids[pk] is None]).delete()
    changed: list[JobEvaluation] = []
    new: list[JobEvaluation] = []
    for pk, shape in ids.items():
        if shape is None:
            continue
        row = there.get(pk) or JobEvaluation(version=version, level_id=pk)
        row.evaluators, row.note, row.proposed = list(shape.evaluators), shape.note, shape.proposed
        row.evaluated_on = shape.on or timezone.localdate()
        row.revision = version.revision + 1  # rises with the draft, as of one that is saved on its own page
        (changed if pk in there else new).append(row)
    JobEvaluation.objects.bulk_update(changed, ["evaluators", "note", "evaluated_on", "proposed", "revision"])
    JobEvaluation.objects.bulk_create(new)
    _write_ratings(version, {row: ids[row.level_id] for row in [*changed, *new]})


def _write_ratings(version: Version, wanted: Mapping[JobEvaluation, EvaluationShape | None]) -> None:
    there = {
        (item.evaluation_id, item.factor): item for item in FactorRating.objects.filter(evaluation__in=list(wanted))
    }
    given = {
        (row.pk, factor): rating
        for row, shape in wanted.items()
        for factor, rating in (shape.ratings if shape else {}).items()
    }
    FactorRating.objects.filter(pk__in=[row.pk for place, row in there.items() if place not in given]).delete()
    changed: list[FactorRating] = []
    new: list[FactorRating] = []
    for (evaluation, factor), rating in given.items():
        row = there.get((evaluation, factor))
        if row is None:
            row = FactorRating(version=version, evaluation_id=evaluation, factor=factor)
            new.append(row)
        elif (row.degree, row.rationale) == (rating.degree, rating.rationale):
            continue
        else:
            changed.append(row)
        row.degree, row.rationale = rating.degree, rating.rationale
    FactorRating.objects.bulk_update(changed, ["degree", "rationale"])
    FactorRating.objects.bulk_create(new)


def _orders(levels: Mapping[UUID, Level]) -> dict[str, list[str]]:
    """Track's key → keys of its levels, lowest first."""
    found: dict[str, list[str]] = {}
    for level in levels.values():
        found.setdefault(str(level.track.key), []).append(str(level.key))
    return found


def _sort_tracks(levels: Mapping[UUID, Level], tracks: set[int]) -> None:
    for track in tracks:
        rungs = [level for level in levels.values() if level.track_id == track]
        _number([rungs[place] for place in rising([rung.grade.rank if rung.grade else None for rung in rungs])])


def _order_as(version: Version, order: Mapping[str, Sequence[str]]) -> None:
    """The levels of each track as they stood; what was added since stays above the one it stood above."""
    tracks: dict[UUID, list[Level]] = {}
    for level in _levels(version).values():
        tracks.setdefault(level.track.key, []).append(level)
    for track, rungs in tracks.items():
        places = {key: place for place, key in enumerate(order.get(str(track), ()))}
        _number([rungs[place] for place in rising([places.get(str(rung.key)) for rung in rungs])])


def _number(rungs: Sequence[Level]) -> None:
    moved = []
    for position, rung in enumerate(rungs):
        if rung.position != position:
            rung.position = position
            moved.append(rung)
    Level.objects.bulk_update(moved, ["position"])


def _count(n: int) -> str:
    return ngettext("%(n)s level", "%(n)s levels", n) % {"n": n}


def _detail(
    levels: Mapping[UUID, Level], before: Mapping[UUID, LevelState], after: Mapping[UUID, LevelState]
) -> dict[str, Any]:
    """Every level by name, with what its grade was and is. Two of one name are told apart by a number."""
    seen: Counter[str] = Counter()
    detail = {}
    for key, state in after.items():
        name = level_label(levels[key])
        seen[name] += 1
        name = name if seen[name] == 1 else f"{name} ({seen[name]})"
        detail[name] = [_said(before[key]), _said(state)]
    return detail


def _said(state: LevelState) -> str | None:
    """Grade and where it comes from; None without either."""
    degrees = state.evaluation.degrees if state.evaluation else {}
    parts = [
        _("grade %(code)s") % {"code": state.grade} if state.grade else "",
        _("%(n)s points") % {"n": state.points} if state.points is not None else state.source,
        "" if state.points is not None or not degrees else _("degrees for %(n)s factors") % {"n": len(degrees)},
    ]
    return ", ".join(part for part in parts if part) or None
