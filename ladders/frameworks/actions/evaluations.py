"""Job evaluations of a draft's levels: save, confirm, clear. Points and grade follow by a pure function and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ladders.core.errors import DomainError, StaleError
from ladders.impact.domain.points import PlanShape

from ..domain.grading_status import Grading, grading
from ..domain.shapes import EvaluationShape, GradingMethod, RatingShape
from ..models import FactorRating, JobEvaluation, Level, Version
from ..queries.versions import level_shape, plan_in_force
from .base import editing, trace
from .level_grades import write_grading
from .levels import level_of

NOBODY_YET = -1  # the revision of an evaluation that is not there


@dataclass(frozen=True, slots=True)
class Given:
    """What the evaluators say about one factor. `degree` is None while they have not decided."""

    degree: int | None
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A proposal that was not confirmed, and why."""

    level: str
    because: str


def evaluate_level(
    *,
    version_id: int,
    key: UUID,
    ratings: Mapping[UUID, Given],
    evaluators: Sequence[str],
    on: dt.date,
    note: str,
    confirm: bool,
    seen: int | None,
    by: Any,
) -> Level:
    """Save what was decided about a level; with `confirm`, as an evaluation that somebody answers for.

    Unconfirmed ones may have gaps: the level has neither points nor grade until every factor has a degree. `seen` is the
    evaluation's revision on the evaluators' page, NOBODY_YET where there was none, None to skip the check. Raises
    StaleError where somebody saved another one meanwhile, DomainError where something needed for confirming is missing.
    """
    with editing(version_id) as version:  # the plan is read after the lock: an activation has waited, or is done
        level = level_of(version, key)
        evaluation = JobEvaluation.objects.filter(level=level).first()
        _check_seen(level, evaluation, seen)
        _plan, plan = plan_in_force()
        given = {factor.key: ratings.get(factor.key, Given(None)) for factor in plan.factors}
        names = [name for name in (" ".join(item.split()) for item in evaluators) if name]
        _check_degrees(plan, given)
        if confirm and (missing := lacking(plan, given, names)):
            raise DomainError(missing)
        if evaluation is None:
            evaluation = JobEvaluation(version=version, level=level)
        evaluation.evaluators, evaluation.evaluated_on, evaluation.note = names, on, note.strip()
        evaluation.proposed = not confirm
        evaluation.revision = (
            version.revision + 1
        )  # rises with the draft, also when an evaluation is cleared and begun anew
        evaluation.save()
        detail = _write_ratings(version, evaluation, plan, given)
        detail |= settle(level, plan)
        verb = "evaluation.confirmed" if confirm else "evaluation.saved"
        trace(version, by=by, verb=verb, subject=str(level), detail=detail)
        return level


def lacking(plan: PlanShape, given: Mapping[UUID, Given], evaluators: Sequence[str]) -> str:
    """The sentence about what keeps an evaluation from being confirmed; empty where nothing does."""
    if not plan.factors:
        return _("No factor plan is in force, so there is nothing to evaluate with.")
    nothing = Given(None)
    if without := [f.name for f in plan.factors if given.get(f.key, nothing).degree is None]:
        return _("No degree yet for: %(factors)s.") % {"factors": ", ".join(without)}
    if without := [f.name for f in plan.factors if not given.get(f.key, nothing).rationale.strip()]:
        return _("No rationale yet for: %(factors)s.") % {"factors": ", ".join(without)}
    return "" if evaluators else _("Name who evaluated.")


def confirm_proposed(
    *, version_id: int, evaluators: Sequence[str], on: dt.date, seen: int | None, by: Any, reason: str = ""
) -> tuple[list[Level], list[Left]]:
    """Confirm every proposal of the draft that has a degree and a rationale for each factor; tell which were left and why.

    `reason` is written to every degree without a rationale, of proposals that are confirmed by it.

    Slotted levels are left alone: their grade was decided elsewhere, so each is confirmed on its own page. `seen` is the
    draft's revision on the page with the list. Harmless when repeated: what is confirmed is no proposal any more.
    """
    names = [name for name in (" ".join(item.split()) for item in evaluators) if name]
    if not names:
        raise DomainError(_("Name who evaluated."))
    with editing(version_id) as version:
        if seen is not None and version.revision != seen:
            raise StaleError(_("The draft was edited since you looked at the list. Look at it again, then confirm."))
        _plan, plan = plan_in_force()
        confirmed: list[Level] = []
        left: list[Left] = []
        proposed = JobEvaluation.objects.filter(version=version, proposed=True).exclude(
            level__method=GradingMethod.SLOTTED
        )
        for evaluation in proposed.select_related("level__grade").order_by("level__track__position", "level__position"):
            level = evaluation.level
            ratings = FactorRating.objects.filter(evaluation=evaluation)
            given = {item.factor: Given(item.degree, item.rationale.strip() or reason.strip()) for item in ratings}
            known = {f.key: g for f in plan.factors if (g := given.get(f.key)) and f.degree(g.degree or 0)}
            if because := lacking(plan, known, names):
                left.append(Left(str(level), because))
                continue
            evaluation.evaluators, evaluation.evaluated_on, evaluation.proposed = names, on, False
            evaluation.revision = version.revision + 1
            evaluation.save(update_fields=["evaluators", "evaluated_on", "proposed", "revision"])
            if reason.strip():
                blank = [item.pk for item in ratings if not item.rationale.strip()]
                FactorRating.objects.filter(pk__in=blank).update(rationale=reason.strip())
            detail = settle(level, plan)
            trace(version, by=by, verb="evaluation.confirmed", subject=str(level), detail=detail)
            confirmed.append(level)
        return confirmed, left


def clear_evaluation(*, version_id: int, key: UUID, seen: int | None, by: Any) -> Level:
    """Take an evaluation away; its history stays. A slotted grade stays too, it came from elsewhere. Harmless when repeated."""
    with editing(version_id) as version:
        level = level_of(version, key)
        evaluation = JobEvaluation.objects.filter(level=level).first()
        if evaluation is None:
            return level
        _check_seen(level, evaluation, seen)
        evaluation.delete()
        detail = settle(level, plan_in_force()[1])
        trace(version, by=by, verb="evaluation.cleared", subject=str(level), detail=detail)
        return level


def settle(level: Level, plan: PlanShape) -> dict[str, Any]:
    """Give the level's row the points and grade that follow from its evaluation; returns what changed, for the audit."""
    after = grading(plan, level_shape(level), evaluation_of(level))
    before = Grading(GradingMethod(level.method), level.points, level.grade.code if level.grade else None)
    write_grading(level, after)
    return {
        name: [was, now]
        for name, was, now in (("points", before.points, after.points), ("grade", before.grade, after.grade))
        if was != now
    }


def evaluation_of(level: Level) -> EvaluationShape | None:
    """The evaluation stored for a level, with its ratings: 2 queries."""
    evaluation = JobEvaluation.objects.filter(level=level).first()
    if evaluation is None:
        return None
    ratings = {
        item.factor: RatingShape(item.degree, item.rationale)
        for item in FactorRating.objects.filter(evaluation=evaluation)
    }
    return EvaluationShape(
        ratings, tuple(evaluation.evaluators), evaluation.note, evaluation.evaluated_on, evaluation.proposed
    )


def _check_seen(level: Level, evaluation: JobEvaluation | None, seen: int | None) -> None:
    now = evaluation.revision if evaluation else NOBODY_YET
    if seen is not None and seen != now:
        raise StaleError(
            _(
                "The evaluation of %(level)s was changed by somebody else while you were editing. Compare both and choose."
            )
            % {"level": level.code},
            current=evaluation,
        )


def _check_degrees(plan: PlanShape, given: Mapping[UUID, Given]) -> None:
    for factor in plan.factors:
        degree = given[factor.key].degree
        if degree is not None and factor.degree(degree) is None:
            raise DomainError(
                _("“%(factor)s” has no degree %(degree)s under the plan in force. Choose one of the list.")
                % {"factor": factor.name, "degree": degree}
            )


def _write_ratings(
    version: Version, evaluation: JobEvaluation, plan: PlanShape, given: Mapping[UUID, Given]
) -> dict[str, Any]:
    """Write what differs; ratings of factors that the plan does not have stay, uncounted. Returns changed degrees by name."""
    existing = {item.factor: item for item in FactorRating.objects.filter(evaluation=evaluation)}
    changed: dict[str, Any] = {}
    for factor in plan.factors:
        now, before = given[factor.key], existing.get(factor.key)
        was = before.degree if before else None
        if was != now.degree:
            changed[factor.name] = [was, now.degree]
        if now.degree is None:
            if before is not None:
                before.delete()
        elif before is None:
            FactorRating.objects.create(
                version=version,
                evaluation=evaluation,
                factor=factor.key,
                degree=now.degree,
                rationale=now.rationale.strip(),
            )
        elif (before.degree, before.rationale) != (now.degree, now.rationale.strip()):
            FactorRating.objects.filter(pk=before.pk).update(degree=now.degree, rationale=now.rationale.strip())
    return changed
