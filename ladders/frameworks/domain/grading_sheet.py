"""The table in which all levels of a draft are evaluated: what was typed, beside what was there. Pure: no Django in here."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from uuid import UUID

from ladders.impact.domain.points import FactorShape, PlanShape

from .shapes import EvaluationShape, RatingShape

CELLS: Final = 6_000  # fields of one page: what a browser draws at ease, and a server takes
T = TypeVar("T", bound=Hashable)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One level as a page sent it back: the degrees that stood there when it was drawn, its evaluation's revision then, and
    the texts in its cells now. All by factor key."""

    key: UUID
    seen: int
    was: Mapping[UUID, int]
    typed: Mapping[UUID, str]

    def degrees(self, plan: PlanShape) -> dict[UUID, int]:
        """The degrees in the cells; cells with anything else have none."""
        found = {factor.key: degree_in(factor, self.typed.get(factor.key, "")) for factor in plan.factors}
        return {key: degree for key, degree in found.items() if degree}

    def nonsense(self, plan: PlanShape) -> list[FactorShape]:
        """The factors in whose cell stands something that is no degree of theirs."""
        return [
            factor
            for factor in plan.factors
            if (text := self.typed.get(factor.key, "").strip()) and degree_in(factor, text) is None
        ]

    def changed(self, plan: PlanShape) -> bool:
        """True where the cells say something else than they did when the page was drawn."""
        return bool(self.nonsense(plan)) or self.degrees(plan) != {
            factor.key: self.was[factor.key] for factor in plan.factors if factor.key in self.was
        }


def degree_in(factor: FactorShape, text: str) -> int | None:
    """The degree that a text names; None where the factor has none of that number."""
    text = text.strip()
    number = int(text) if text.isdecimal() and len(text) < 5 else 0
    return number if factor.degree(number) else None


def proposal(
    plan: PlanShape, stored: EvaluationShape | None, degrees: Mapping[UUID, int], reason: str
) -> EvaluationShape | None:
    """The evaluation that these degrees make of the one there is: a proposal, to be confirmed by whoever answers for it.

    A reason stays with the degree it was written for: where the degree is another now, `reason` takes its place. Ratings of
    factors that the plan does not have stay. None where nothing is left.
    """
    known = {factor.key for factor in plan.factors}
    before: Mapping[UUID, RatingShape] = stored.ratings if stored else {}
    ratings = {key: rating for key, rating in before.items() if key not in known}
    for factor in plan.factors:
        degree, old = degrees.get(factor.key), before.get(factor.key)
        if degree is None:
            continue
        ratings[factor.key] = old if old and old.degree == degree else RatingShape(degree, reason)
    if not ratings:
        return None
    note = stored.note if stored else ""
    return EvaluationShape(ratings, (), note, None, proposed=True)


def clashes(rows: Sequence[SheetRow], plan: PlanShape, revisions: Mapping[UUID, int], nobody: int) -> list[UUID]:
    """The levels that were changed here and, since the page was drawn, by somebody else too."""
    return [row.key for row in rows if row.changed(plan) and revisions.get(row.key, nobody) != row.seen]


def parts_of(tracks: Mapping[T, Sequence[R]], factors: int, *, cells: int = CELLS) -> list[dict[T, list[R]]]:
    """The tracks in parts of at most so many fields each, in their order; a track that is larger stands in several. One part,
    empty, without tracks."""
    most = max(1, cells // (factors + 1))
    parts: list[dict[T, list[R]]] = [{}]
    left = most
    for track, rows in tracks.items():
        if len(rows) > left and parts[-1]:
            parts.append({})
            left = most
        for start in range(0, len(rows), most):
            some = list(rows[start : start + most])
            if len(some) > left:
                parts.append({})
                left = most
            parts[-1][track] = some
            left -= len(some)
    return parts
