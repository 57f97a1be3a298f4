"""Writes what was read: into new frameworks, and into the drafts of those that exist.

With `remembering` and `rewriting`, the only modules of the way in that know the database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError
from ladders.core.models import Organisation
from ladders.frameworks.actions.base import editing, trace
from ladders.frameworks.actions.frameworks import create_framework, start_draft
from ladders.frameworks.default_texts import default_scale
from ladders.frameworks.domain.shapes import StepShape, VersionShape
from ladders.frameworks.models import Framework, Version
from ladders.frameworks.permissions import may_edit
from ladders.frameworks.queries.versions import plan_in_force, shape_of
from ladders.impact.actions.base import hold_grading
from ladders.impact.domain.points import PlanShape

from ..uploads.translation import in_words
from .baseline import kept_memory, memory_of, remember
from .build.draft import DraftFramework
from .merge.comparison import ImportComparison, Memory, compare
from .pipeline import Result
from .write_draft import rewrite

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Planned:
    """One framework of the input, the framework here that it goes into (None for a new one), and what that would do."""

    name: str
    framework: Framework | None
    comparison: ImportComparison


@dataclass(frozen=True)
class Applied:
    """What came of it. `version` is the draft, or what was read where there was nothing to change.

    `began`: the draft was not there before. `memory` is what imports remembered before this one; None: nothing.
    """

    version: Version
    comparison: ImportComparison
    written: bool
    began: bool = True
    memory: Memory | None = None


def plan_all(*, result: Result, name: str, by: Any, target: Framework | None = None) -> list[Planned]:
    """What importing would do to each framework of `result`; nothing is written.

    A single framework goes into `target`, or into the one called `name`, or makes a new one of that name; several go by
    their own names. Raises DomainError where `by` may not edit a framework that exists.
    """
    ground = _ImportGround.now()
    planned = []
    for draft, called, framework in _aims(result, name, target):
        _check_may(by, framework, called)
        version = _current(framework) if framework else None
        planned.append(Planned(called, framework, ground.compare(draft, version, called)))
    return planned


def apply(
    *,
    result: Result,
    name: str,
    by: Any,
    target: Framework | None = None,
    chosen: Mapping[str, frozenset[str]] | None = None,
) -> list[Applied]:
    """Write every framework of `result` into a draft, all or none.

    `chosen` maps a framework's name to the parts of it that are taken from the file although the draft has others. Where
    nothing differs, nothing is written. Raises DomainError where the input has errors or something cannot stand
    together.
    """
    if result.errors:
        raise DomainError(" ".join(in_words(problem.message) for problem in result.errors[:3]))
    with transaction.atomic(), _history(by):
        hold_grading()
        ground = _ImportGround.now()
        return [
            _merge(draft, framework, by, (chosen or {}).get(called, NOTHING), ground, result.files_read)
            if framework
            else _create(draft, called, by, ground, result.files_read)
            for draft, called, framework in _aims(result, name, target)
        ]


def find(name: str) -> Framework | None:
    """The framework of this name, whatever its case and spacing."""
    return Framework.objects.filter(name__iexact=" ".join(name.split())).first()


@dataclass(frozen=True)
class _ImportGround:
    """What all frameworks of an import are read against."""

    factors: PlanShape
    due: dt.date

    @classmethod
    def now(cls) -> _ImportGround:
        _plan, factors = plan_in_force()
        return cls(factors, timezone.localdate() + dt.timedelta(days=Organisation.current().evaluation_days))

    def compare(self, draft: DraftFramework, version: Version | None, name: str) -> ImportComparison:
        shape = shape_of(version, evaluations=True) if version else VersionShape(name, 1, "draft")
        framework = version.framework if version else None
        return compare(
            draft,
            shape,
            slug=framework.slug if framework else "",
            memory=memory_of(framework),
            factors=self.factors,
            due=self.due,
        )


def _aims(
    result: Result, name: str, target: Framework | None
) -> Iterator[tuple[DraftFramework, str, Framework | None]]:
    frameworks = result.draft.frameworks
    for draft in frameworks:
        called = " ".join((draft.name if len(frameworks) > 1 and draft.name else name).split())
        framework = target if target and len(frameworks) == 1 else find(called)
        yield draft, framework.name if framework else called, framework


def _check_may(by: Any, framework: Framework | None, name: str) -> None:
    if by is not None and framework is not None and not may_edit(by, framework):
        raise DomainError(
            _("A framework called “%(name)s” exists already, and you may not edit it. Choose another name.")
            % {"name": name}
        )


def _current(framework: Framework) -> Version:
    """The draft, or what a new draft would begin as."""
    versions = Version.objects.filter(framework=framework).select_related("framework__owner")
    version = versions.draft() or versions.published()
    if version is None:
        raise DomainError(_("“%(name)s” has neither a draft nor a published version.") % {"name": framework.name})
    return version


def _create(draft: DraftFramework, name: str, by: Any, ground: _ImportGround, files: Sequence[str]) -> Applied:
    comparison = ground.compare(draft, None, name)
    _refuse(comparison.clashes())
    shape = comparison.outcome()
    version = create_framework(
        name=name,
        by=by,
        shape=replace(shape, scale=shape.scale or _steps(shape)),
    )
    remember(version.framework, comparison.remembered())
    trace(version, by=by, verb="framework.imported", subject=_listed(files), detail=_counts(comparison))
    return Applied(version, comparison, True)


def _merge(
    draft: DraftFramework,
    framework: Framework,
    by: Any,
    chosen: frozenset[str],
    ground: _ImportGround,
    files: Sequence[str],
) -> Applied:
    _check_may(by, framework, framework.name)
    Framework.objects.select_for_update().get(pk=framework.pk)
    version = _current(framework)
    began, memory = not version.is_draft, kept_memory(framework)
    if version.is_draft:
        Version.objects.select_for_update().get(pk=version.pk)
    comparison = ground.compare(draft, version, framework.name)
    after = comparison.outcome(chosen)
    before = comparison.plan.draft
    written = before != after
    if written:
        _refuse(comparison.clashes(chosen))
        with editing(start_draft(framework=framework, by=by).pk) as version:
            rewrite(version, before, after, ground.factors)
            detail = _counts(comparison) | ({"chosen": ["", str(len(chosen))]} if chosen else {})
            trace(version, by=by, verb="framework.imported", subject=_listed(files), detail=detail)
    remember(framework, comparison.remembered(chosen))
    return Applied(version, comparison, written, began, memory)


def _refuse(clashes: list[str]) -> None:
    if clashes:
        raise DomainError(" ".join(clashes[:3]))


def _steps(shape: VersionShape) -> tuple[StepShape, ...]:
    """A scale where the file names none: the usual steps, or as many numbered ones as it counts."""
    usual = default_scale()
    top = max((text.proficiency or 0 for text in shape.expectations.values()), default=0)
    if top <= len(usual):
        return usual
    return tuple(StepShape(number, _("Step %(number)s") % {"number": number}) for number in range(1, top + 1))


def _listed(files: Sequence[str]) -> str:
    return ", ".join(files[:5]) + (" …" if len(files) > 5 else "")


def _counts(comparison: ImportComparison) -> dict[str, Any]:
    return {verdict: ["", str(count)] for verdict, count in comparison.plan.counts.items() if count}


@contextmanager
def _history(by: Any) -> Iterator[None]:
    """The database's history says who brought it, also where no request does."""
    with pghistory.context(user=by.pk) if by is not None else nullcontext():
        yield
