"""Exact intervals of 95 % for counts: Poisson rates by Garwood (1936), shares by Clopper and Pearson (1934)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OUTSIDE: Final = 0.025  # on each side


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends; `high` None: no bound."""

    low: float
    high: float | None


def rate_interval(events: int, exposure: float) -> Interval:
    """Of events a unit of exposure, which is over 0."""
    # The library takes a while to load, and few requests need it.
    from scipy.stats import chi2

    low = chi2.ppf(OUTSIDE, 2 * events) / 2 if events else 0.0
    return Interval(float(low) / exposure, float(chi2.ppf(1 - OUTSIDE, 2 * events + 2)) / 2 / exposure)


def share_interval(part: int, whole: int) -> Interval:
    """Of a part of at least one."""
    from scipy.stats import beta

    low = float(beta.ppf(OUTSIDE, part, whole - part + 1)) if part else 0.0
    return Interval(low, float(beta.ppf(1 - OUTSIDE, part + 1, whole - part)) if part < whole else 1.0)
