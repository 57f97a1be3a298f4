"""Brings the rows of a draft from one shape to another: only what differs is written, and counted as an edit.

Nothing is deleted; an expectation that says nothing any more stays as an empty row, which counts its edits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from ladders.frameworks.actions.evaluations import settle
from ladders.frameworks.domain.shapes import EMPTY, LEVEL_TEXTS, GradingMethod, LevelShape, VersionShape
from ladders.frameworks.models import (
    Competency,
    CompetencyGroup,
    Expectation,
    FactorRating,
    JobEvaluation,
    Level,
    ProficiencyStep,
    Track,
    Version,
)
from ladders.impact.domain.points import PlanShape
from ladders.impact.models import Grade

BATCH = 500
M = TypeVar("M", bound=models.Model)


def rewrite(version: Version, before: VersionShape, after: VersionShape, plan: PlanShape) -> bool:
    """Write what differs between `before`, which the draft says, and `after`; False where nothing does.

    Runs inside `editing`. A fixed number of statements for any number of changes, and a few for each new evaluation.
    """
    if before == after:
        return False
    writer = _Writer(version, before, after, plan)
    writer.texts()
    writer.tracks()
    writer.levels()
    writer.groups()
    writer.competencies()
    writer.expectations()
    writer.evaluations()
    return True


@dataclass(frozen=True, slots=True)
class _Ground:
    """The rows that are there, by key."""

    tracks: dict[UUID, Track]
    levels: dict[UUID, Level]
    groups: dict[UUID, CompetencyGroup]
    competencies: dict[UUID, Competency]


class _Writer:
    def __init__(self, version: Version, before: VersionShape, after: VersionShape, plan: PlanShape) -> None:
        self.version, self.before, self.after, self.plan = version, before, after, plan
        self.rows = _Ground(
            *(
                {row.key: row for row in model._default_manager.filter(version=version)}
                for model in (Track, Level, CompetencyGroup, Competency)
            )  # type: ignore[arg-type]
        )
        self.grades = {grade.code: grade for grade in Grade.objects.all()}

    def texts(self) -> None:
        version, after = self.version, self.after
        changed = [name for name in ("summary", "statement") if getattr(self.before, name) != getattr(after, name)]
        for name in changed:
            setattr(version, name, getattr(after, name))
        if changed:
            version.save(update_fields=changed)
        if self.before.scale == after.scale:
            return
        steps = {step.number: step for step in version.steps.all()}
        for step in after.scale:
            row = steps.get(step.number) or ProficiencyStep(version=version, number=step.number)
            if row.pk is None or (row.name, row.description) != (step.name, step.description):
                row.name, row.description = step.name, step.description
                row.save()

    def tracks(self) -> None:
        known = {track.key: track for track in self.before.tracks}
        fields = ("kind", "name", "tagline", "purpose")
        changed = []
        for track in self.after.tracks:
            old, row = known.get(track.key), self.rows.tracks.get(track.key)
            row = row or Track(version=self.version, key=track.key, position=len(self.rows.tracks))
            if _take(row, old, track, fields):
                row.kind = track.kind.value
                changed.append(row)
            self.rows.tracks[track.key] = row
        _save(Track, changed, fields)
        _order(Track, self.rows.tracks, _keys(self.before.tracks), _keys(self.after.tracks))

    def levels(self) -> None:
        changed = []
        for track in self.after.tracks:
            for level in track.levels:
                old, row = self.before.level_by_key.get(level.key), self.rows.levels.get(level.key)
                row = row or Level(version=self.version, key=level.key)
                moved = old is None or self.before.track_by_level[level.key].key != track.key
                regraded = self._grade(row, old, level)
                if _take(row, old, level, LEVEL_TEXTS, touched=moved or regraded):
                    row.track = self.rows.tracks[track.key]
                    changed.append(row)
                self.rows.levels[level.key] = row
        graded = ("method", "grade", "points", "source", "evaluation_due")
        _save(Level, changed, (*LEVEL_TEXTS, "track", *graded))
        orders = {track.key: _keys(track.levels) for track in self.before.tracks}
        for track in self.after.tracks:
            _order(Level, self.rows.levels, orders.get(track.key, []), _keys(track.levels))

    def _grade(self, row: Level, old: LevelShape | None, new: LevelShape) -> bool:
        """The grade from another source; one that follows from ratings is settled with them."""
        if old is not None and (old.grade, old.method, old.source) == (new.grade, new.method, new.source):
            return False
        if new.method is not GradingMethod.SLOTTED or new.grade not in self.grades:
            return False
        row.method, row.grade, row.points = GradingMethod.SLOTTED, self.grades[new.grade], None
        row.source, row.evaluation_due = new.source, new.due
        return True

    def groups(self) -> None:
        known = {group.key: group for group in self.before.groups}
        changed = []
        for group in self.after.groups:
            row = self.rows.groups.get(group.key)
            row = row or CompetencyGroup(version=self.version, key=group.key, position=len(self.rows.groups))
            if _take(row, known.get(group.key), group, ("name", "kind")):
                row.kind = group.kind.value
                changed.append(row)
            self.rows.groups[group.key] = row
        _save(CompetencyGroup, changed, ("name", "kind"))
        _order(CompetencyGroup, self.rows.groups, _keys(self.before.groups), _keys(self.after.groups))

    def competencies(self) -> None:
        changed = []
        for item in self.after.competencies:
            old, row = self.before.competency_by_key.get(item.key), self.rows.competencies.get(item.key)
            row = row or Competency(version=self.version, key=item.key)
            moved = old is None or old.group != item.group
            if _take(row, old, item, ("name", "description", "links"), touched=moved):
                row.group = self.rows.groups[item.group]
                changed.append(row)
            self.rows.competencies[item.key] = row
        _save(Competency, changed, ("name", "description", "links", "group"))
        _order(Competency, self.rows.competencies, _keys(self.before.competencies), _keys(self.after.competencies))

    def expectations(self) -> None:
        before, after = self.before.expectations, self.after.expectations
        differing = [key for key in {**before, **after} if before.get(key, EMPTY) != after.get(key, EMPTY)]
        if not differing:
            return
        fields = ("proficiency", "descriptor", "examples", "builds_on", "links")
        there = {}
        for row in Expectation.objects.filter(version=self.version).only("pk", "level_id", "competency_id", "revision"):
            there[row.level_id, row.competency_id] = row
        changed = []
        for level, item in differing:
            text = after.get((level, item), EMPTY)
            at, about = self.rows.levels[level], self.rows.competencies[item]
            row = there.get((at.pk, about.pk)) or Expectation(
                version=self.version, level=at, competency=about, revision=-1
            )
            for name in fields:
                setattr(row, name, getattr(text, name))
            row.revision += 1
            changed.append(row)
        _save(Expectation, changed, fields)

    def evaluations(self) -> None:
        """Proposals: with their ratings, and the points and grade that follow."""
        before, after = self.before.evaluations, self.after.evaluations
        for key, item in after.items():
            if before.get(key) == item:
                continue
            level = self.rows.levels[key]
            evaluation = JobEvaluation.objects.filter(level=level).first()
            evaluation = evaluation or JobEvaluation(version=self.version, level=level)
            evaluation.evaluators, evaluation.note = [], ""
            evaluation.evaluated_on, evaluation.proposed = timezone.localdate(), True
            evaluation.revision = self.version.revision + 1
            evaluation.save()
            FactorRating.objects.filter(evaluation=evaluation).delete()
            FactorRating.objects.bulk_create(
                FactorRating(
                    version=self.version,
                    evaluation=evaluation,
                    factor=factor,
                    degree=rating.degree,
                    rationale=rating.rationale,
                )
                for factor, rating in item.ratings.items()
            )
            settle(level, self.plan)


def _keys(items: Iterable[Any]) -> list[UUID]:
    return [item.key for item in items]


def _take(row: Any, old: Any, new: Any, fields: Sequence[str], *, touched: bool = False) -> bool:
    """Give the row what the shape says where it differs from what it said; True where the row is to be saved."""
    differing = [name for name in fields if old is None or getattr(old, name) != getattr(new, name)]
    for name in differing:
        setattr(row, name, getattr(new, name))
    if not (differing or touched):
        return False
    if row.pk is not None:
        row.revision += 1
    return True


def _save(model: type[M], rows: list[M], fields: Iterable[str]) -> None:
    new, old = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    model._default_manager.bulk_create(new, batch_size=5_000)
    model._default_manager.bulk_update(old, [*fields, "revision"], batch_size=BATCH)


def _order(model: type[Any], rows: dict[UUID, Any], before: list[UUID], after: list[UUID]) -> None:
    """Number anew, but only where the order is another one."""
    if before == after:
        return
    changed = []
    for position, key in enumerate(after):
        if rows[key].position != position:
            rows[key].position = position
            changed.append(rows[key])
    model._default_manager.bulk_update(changed, ["position"], batch_size=BATCH)
