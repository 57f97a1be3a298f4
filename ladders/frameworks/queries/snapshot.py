"""A version as readers meet it, compiled once: plain data, its lattice, and pieces of HTML that are the same for all.

Published and retired versions never change (the database sees to that), so what is compiled from one stays true for as
long as the process lives. Drafts are compiled anew each time and never kept.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from ladders.impact.domain.points import Contribution, EvaluationOutcome, PlanShape, evaluate
from ladders.impact.models import FactorPlan

from ..domain.lattice import Lattice, lattice
from ..domain.shapes import EvaluationShape, LevelShape, VersionShape
from ..models import Version
from .versions import owner_line, plan_in_force, shape_of

T = TypeVar("T")
KEPT_SNAPSHOTS = 48
KEPT_FRAGMENT_BYTES = 32 * 1024 * 1024


class Kept(Generic[T]):
    """A small cache of this process, shared by its threads: what was not asked for longest goes first."""

    def __init__(self, limit: int, size: Callable[[T], int] = lambda _value: 1) -> None:
        self._limit, self._size, self._total = limit, size, 0
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()
        _all_kept.add(self)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value under `key`; made where it is not there. Two threads may make it at once: both get the same worth."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if key not in self._values and self._size(value) <= self._limit:
                self._values[key] = value
                self._total += self._size(value)
                while self._total > self._limit:
                    self._total -= self._size(self._values.popitem(last=False)[1])
        return value

    def clear(self) -> None:
        """Forget everything: for tests."""
        with self._lock:
            self._values.clear()
            self._total = 0

    @staticmethod
    def clear_all() -> None:
        """Every cache of this process forgets everything: for tests."""
        for each in list(_all_kept):
            each.clear()

    def __len__(self) -> int:
        return len(self._values)


_all_kept: WeakSet[Kept[Any]] = WeakSet()


@dataclass(frozen=True, slots=True)
class TrackReason:
    """Why a track was published thinner or lower than management, in the owner's words, and when that is looked at again.

    One reason may answer several findings, each a sentence.
    """

    sentences: tuple[str, ...]
    reason: str
    review_on: dt.date


@dataclass(frozen=True, slots=True)
class Heard:
    """A consultation on the version."""

    body: str
    held_on: dt.date
    outcome: str


@dataclass(frozen=True, slots=True)
class RemovedLevel:
    """A level that the version before had, and the level where people on it belong now."""

    code: str
    title: str
    level: LevelShape


@dataclass(frozen=True, slots=True)
class FactorLine:
    """A factor's part in a level's points. `given` and `possible` are lengths on a line of 1000 units for all factors."""

    contribution: Contribution
    rationale: str
    given: int
    possible: int


@dataclass(frozen=True)
class Snapshot:
    """One version, whole. `plan` is the one its points and grades come from."""

    version: int
    shape: VersionShape
    plan: PlanShape
    note: str = ""
    reasons: tuple[TrackReason, ...] = ()
    consultations: tuple[Heard, ...] = ()
    removed: tuple[RemovedLevel, ...] = ()

    @cached_property
    def lattice(self) -> Lattice:
        """Columns and rows as they are drawn."""
        return lattice(self.shape, self.plan.grades)

    def evaluation(self, level: LevelShape) -> EvaluationShape | None:
        """The job evaluation behind the level's grade, if there is one."""
        return self.shape.evaluations.get(level.key)

    def outcome(self, level: LevelShape) -> EvaluationOutcome | None:
        """What each factor gave, under the version's own plan; None for a level that was not evaluated."""
        evaluation = self.evaluation(level)
        return evaluate(self.plan, evaluation.degrees) if evaluation else None

    def contributions(self, level: LevelShape) -> tuple[FactorLine, ...]:
        """What each factor gave to the level's points, with the rationale; empty for a level that was not evaluated."""
        evaluation, outcome = self.evaluation(level), self.outcome(level)
        if evaluation is None or outcome is None:
            return ()
        most = max((item.share * item.factor.highest for item in outcome.contributions), default=Decimal(0)) or 1
        return tuple(
            FactorLine(
                item,
                evaluation.ratings[item.factor.key].rationale if item.factor.key in evaluation.ratings else "",
                round(1000 * item.points / most),
                round(1000 * item.share * item.factor.highest / most),
            )
            for item in outcome.contributions
        )


_snapshots: Kept[Snapshot] = Kept(KEPT_SNAPSHOTS)
_fragments: Kept[bytes] = Kept(KEPT_FRAGMENT_BYTES, len)


def snapshot_of(version: Version) -> Snapshot:
    """The version compiled: 16 queries the first time (framework and owner joined), then none while it is kept."""
    if version.is_draft:
        return compile_version(version)
    return _snapshots.get(_identity(version), lambda: compile_version(version))


def fragment(version: Version, key: tuple[Hashable, ...], render: Callable[[], str]) -> bytes:
    """A piece of HTML of the version, encoded. `key` names the piece and everything it depends on beside the version.

    Only what every reader of the version may see belongs in one. Nothing of a draft is kept.
    """
    if version.is_draft:
        return render().encode()
    return _fragments.get((*_identity(version), *key), lambda: render().encode())


def _identity(version: Version) -> tuple[Hashable, ...]:
    """What a snapshot depends on: the frozen version, and the name and owner that its framework has now."""
    return version.pk, version.framework.slug, version.framework.name, owner_line(version)


def forget() -> None:
    """Empty the caches: for tests."""
    _snapshots.clear()
    _fragments.clear()


def compile_version(version: Version) -> Snapshot:
    """Read the whole version. A draft is graded by the plan in force, everything else by the plan it was published with."""
    shape = shape_of(version, evaluations=True)
    if version.plan_id is None:
        plan = plan_in_force()[1]
    else:
        plan = FactorPlan.objects.with_parts().get(pk=version.plan_id).shape()
    return Snapshot(
        version=version.pk,
        shape=shape,
        plan=plan,
        note=version.note,
        reasons=_reasons(version),
        consultations=tuple(Heard(row.body, row.held_on, row.outcome) for row in version.consultations.all()),
        removed=tuple(
            RemovedLevel(row.removed_code, row.removed_title, shape.level_by_key[row.level.key])
            for row in version.successors.select_related("level")
        ),
    )


def _reasons(version: Version) -> tuple[TrackReason, ...]:
    together: dict[tuple[str, dt.date], list[str]] = {}
    for row in version.parity_reasons.all():
        together.setdefault((row.reason, row.review_on), []).append(row.sentence)
    return tuple(TrackReason(tuple(said), reason, day) for (reason, day), said in together.items())
