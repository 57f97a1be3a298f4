"""What is wrong with a plan, and what is worth knowing about it, each in a sentence with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from .domain.headcount import HeadcountFinding, find
from .domain.points import HUNDRED, FactorShape, PlanShape
from .models import Criterion


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """One sentence about a plan. `blocking` keeps it from being activated; `factor` is the place, None for the whole."""

    sentence: str
    blocking: bool = True
    factor: UUID | None = None
    grades: bool = False  # to be mended where the grades are edited


@dataclass(frozen=True, slots=True)
class Coverage:
    """One of the four criteria and the factors that cover it; none where it goes unconsidered."""

    criterion: Criterion
    factors: tuple[FactorShape, ...]


@dataclass(frozen=True, slots=True)
class SizeWording:
    """Words that measure by size, in a factor's definition (`degree` None) or in the anchor of one degree."""

    factor: FactorShape
    degree: int | None
    finding: HeadcountFinding


def coverage(plan: PlanShape) -> tuple[Coverage, ...]:
    """All four criteria of Directive (EU) 2023/970, article 4(4), in the order of the directive."""
    return tuple(
        Coverage(criterion, tuple(factor for factor in plan.factors if criterion.value in factor.covers))
        for criterion in Criterion
    )


def problems(plan: PlanShape) -> tuple[PlanProblem, ...]:
    """Everything that keeps the plan from being activated, then everything worth knowing first."""
    found = [*_of_factors(plan), *_of_grades(plan)]
    return tuple(sorted(found, key=lambda problem: not problem.blocking))


def wording(plan: PlanShape) -> tuple[SizeWording, ...]:
    """Words in definitions and anchors that measure a role by the size of what it holds, in reading order."""
    return tuple(item for factor in plan.factors for item in wording_of(factor))


def wording_of(factor: FactorShape) -> tuple[SizeWording, ...]:
    """The same for one factor."""
    found = [SizeWording(factor, None, finding) for finding in find(factor.definition)]
    for degree in factor.degrees:
        found += [SizeWording(factor, degree.number, finding) for finding in find(degree.anchor)]
    return tuple(found)


def not_rising(points: list[int | None]) -> list[int]:
    """Places (from 0) whose points are not above the ones before; what is missing is passed over."""
    places, before = [], None
    for place, value in enumerate(points):
        if value is None:
            continue
        if before is not None and value <= before:
            places.append(place)
        before = value if before is None else max(before, value)
    return places


def _of_factors(plan: PlanShape) -> Iterator[PlanProblem]:
    if not plan.factors:
        yield PlanProblem(_("The plan has no factor. Add at least one."))
        return
    for factor in plan.factors:
        yield from _of_one(factor)
    total = plan.total_weight
    if total != HUNDRED:
        yield PlanProblem(
            _("The weights add up to %(total)s, not to 100. Every factor counts with its share of the sum.")
            % {"total": number(total)},
            blocking=False,
        )
    for item in coverage(plan):
        if not item.factors:
            yield PlanProblem(
                _("No factor covers “%(criterion)s”. The directive on pay transparency asks for all four criteria.")
                % {"criterion": item.criterion.label},
                blocking=False,
            )


def _of_one(factor: FactorShape) -> Iterator[PlanProblem]:
    named = {"factor": factor.name}
    if len(factor.degrees) < 2:
        yield PlanProblem(_("“%(factor)s” needs at least two degrees to tell levels apart.") % named, factor=factor.key)
    if not_rising([degree.points for degree in factor.degrees]):
        yield PlanProblem(_("The points of “%(factor)s” do not rise with every degree.") % named, factor=factor.key)
    if blank := [str(degree.number) for degree in factor.degrees if not degree.anchor.strip()]:
        yield PlanProblem(
            _("“%(factor)s” has degrees without an anchor text: %(degrees)s. Nobody can tell them apart.")
            % {**named, "degrees": ", ".join(blank)},
            factor=factor.key,
        )
    if not factor.definition.strip():
        yield PlanProblem(_("“%(factor)s” has no definition.") % named, factor=factor.key)


def _of_grades(plan: PlanShape) -> Iterator[PlanProblem]:
    if not plan.grades:
        yield PlanProblem(_("The plan has no grade. Add at least one."), grades=True)
        return
    lowest, highest = plan.grades[0], plan.grades[-1]
    if plan.factors and lowest.points_from > plan.lowest:
        yield PlanProblem(
            _(
                "The lowest grade begins at %(first)s points, but a level can be given as few as %(lowest)s and would "
                "then have no grade."
            )
            % {"first": lowest.points_from, "lowest": plan.lowest},
            grades=True,
        )
    if plan.factors and highest.points_from > plan.highest:
        yield PlanProblem(
            _("“%(grade)s” begins at %(first)s points, but no level can be given more than %(highest)s.")
            % {"grade": highest.title, "first": highest.points_from, "highest": plan.highest},
            blocking=False,
            grades=True,
        )


def number(value: Decimal) -> str:
    """A weight as people write it: 30, 12.5."""
    return format(value.quantize(Decimal("0.01")).normalize(), "f")
