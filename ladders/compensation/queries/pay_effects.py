"""What new bands, a supplement or an exception do to equal pay: these change nobody's pay by themselves, so it is what raising
everybody does whom they would leave below the minimum."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from ladders.core.equal_pay import Change, EqualPayEffect, NewMinimum, effect_of

from ..domain.bands import Figures
from ..models import PayZone


def effect_of_bands(user: Any, zone: PayZone, after: Mapping[str, Figures]) -> EqualPayEffect | None:
    """Of bands of a zone (grade code → figures). None for whoever may not see it. People with an exception keep theirs.

    Queries as of `effect_of`; none for those without the verbs.
    """
    minimums = {code: own.minimum for code, own in after.items()}
    return effect_of(user, Change(minimum=NewMinimum(zone.code, of_grades=minimums)))


def effect_of_supplement(user: Any, framework: int, zone: PayZone, percent: Decimal) -> EqualPayEffect | None:
    """Of a supplement on all bands of a framework in a zone, in the place of the one that holds today. Queries as above."""
    return effect_of(user, Change(minimum=NewMinimum(zone.code, framework=framework, percent=percent)))


def effect_of_exception(user: Any, level: UUID, zone: PayZone, minimum: Decimal) -> EqualPayEffect | None:
    """Of a band of its own for one level in a zone. Queries as above."""
    return effect_of(user, Change(minimum=NewMinimum(zone.code, level=level, minimum=minimum)))
