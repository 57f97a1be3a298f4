"""Least squares that answers for one column at a time, safe where columns say the same thing twice.

A pivoted QR takes out what others already say, so degrees of freedom go by the rank; statsmodels fits the rest and works
out HC3 errors (MacKinnon and White 1985).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
ALONE: Final = 1 - 1e-9  # the leverage of somebody whom a column of their own explains entirely
CONFIDENCE: Final = 0.95
SAME: Final = 1e-9  # below this share of the largest a column says nothing of its own


@dataclass(frozen=True, slots=True)
class Coefficient:
    """What one unit of a column goes with, all others alike. The interval is of 95 %, by the t distribution."""

    value: float
    standard_error: float
    low: float
    high: float
    t: float


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted model. `coefficients`: those asked for; None where the data cannot tell it from the other columns."""

    coefficients: Mapping[str, Coefficient | None]
    observations: int
    alone: tuple[int, ...]  # positions of rows left out, since nothing is like them
    columns: int
    rank: int
    degrees_of_freedom: int
    r_squared: float


def fitted(
    columns: Mapping[str, Sequence[float]], outcome: Sequence[float], asked: Sequence[str], *, robust: bool = True
) -> Regression | None:
    """The model of `outcome` on `columns` and a constant; None where too few rows are left to say anything.

    robust: HC3 errors, and rows that a column of their own explains entirely are left out, since such a row has no error
    to be robust about; else the classical errors over all rows.
    """
    names = list(columns)
    # Beside the constant every column is measured from its mean, in its own spread: the rank is then that of the data.
    design = np.column_stack([np.ones(len(outcome)), *(np.asarray(columns[name], dtype=float) for name in names)])
    result, kept = np.asarray(outcome, dtype=float), np.arange(len(outcome))
    if robust:
        design, result, kept = _without_lone(design, result, kept)
    if not len(result):
        return None
    scaled = _scaled(design)
    independent = _independent(scaled)
    rank = len(independent)
    if len(result) - rank < 1:
        return None
    model = _model(scaled[:, independent], result, robust)
    intervals = model.conf_int(1 - CONFIDENCE)
    found: dict[str, Coefficient | None] = {}
    for name in asked:
        column = 1 + names.index(name)
        if len(_independent(np.delete(scaled, column, axis=1))) == rank:
            found[name] = None
            continue
        # A column that the others do not replace is in every independent choice of them.
        place, spread = independent.index(column), _spread(design[:, column])
        value, error = float(model.params[place]) / spread, float(model.bse[place]) / spread
        low, high = (float(end) / spread for end in intervals[place])
        found[name] = Coefficient(value, error, low, high, value / error if error else math.inf)
    alone = tuple(sorted(set(range(len(outcome))) - set(kept.tolist())))
    left = len(result) - rank
    # Where everybody is paid the same there is nothing to explain, and no share of it.
    explained = float(model.rsquared) if float(model.centered_tss) > 0 else 0.0
    return Regression(found, len(result), alone, design.shape[1], rank, left, explained)


def _model(scaled: Vector, result: Vector, robust: bool) -> Any:
    # The library takes seconds to load, and few requests need it.
    from statsmodels.regression.linear_model import OLS

    kind = {"cov_type": "HC3", "use_t": True} if robust else {}
    return OLS(result, scaled).fit(**kind)


def _scaled(design: Vector) -> Vector:
    """Each column but the constant from its mean, in its spread: no coefficient but the constant changes its meaning."""
    scaled = design.copy()
    for place in range(1, design.shape[1]):
        scaled[:, place] = (design[:, place] - design[:, place].mean()) / _spread(design[:, place])
    return scaled


def _spread(column: Vector) -> float:
    return float(column.std()) or 1.0


def _independent(scaled: Vector) -> list[int]:
    """The columns that say something of their own, by a pivoted QR: as many as the rank."""
    from scipy.linalg import qr

    corner, order = qr(scaled, mode="r", pivoting=True)
    sizes = np.abs(np.diag(corner))
    return sorted(int(place) for place, size in zip(order, sizes, strict=False) if size > SAME * sizes[0])


def _without_lone(design: Vector, result: Vector, kept: NDArray[np.int64]) -> tuple[Vector, Vector, NDArray[np.int64]]:
    """Until nobody is left whom a column of their own explains."""
    while len(result):
        scaled = _scaled(design)
        base, _corner = np.linalg.qr(scaled[:, _independent(scaled)])
        together = np.einsum("ij,ij->i", base, base) < ALONE
        if together.all():
            break
        design, result, kept = design[together], result[together], kept[together]
    return design, result, kept


def dummies(name: str, values: Sequence[str], *, against: str | None = None) -> dict[str, list[float]]:
    """A column of ones and zeros for each value but one: `against`, else the first in order."""
    found = sorted(set(values))
    base = against if against in found else next(iter(found), None)
    return {f"{name} {each}": [float(value == each) for value in values] for each in found if each != base}
