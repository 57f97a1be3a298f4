"""Where a case can be and where it can go from there. No Django: actions follow the table, and the database refuses all else."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class CaseState(StrEnum):
    """Where a case is: what Article 10(1) of Directive (EU) 2023/970 asks about a gap in a category."""

    OPEN = "open"  # nobody has said yet what is done about it
    JUSTIFY = "justify"  # by objective, gender-neutral criteria
    REMEDY = "remedy"  # until a day
    JOINT = "joint"  # assessed together with the employees' representatives
    CLOSED = "closed"


S = CaseState
TRANSITIONS: Final[dict[CaseState, tuple[CaseState, ...]]] = {
    S.OPEN: (S.JUSTIFY, S.REMEDY, S.JOINT),
    S.JUSTIFY: (S.REMEDY, S.JOINT, S.CLOSED),
    S.REMEDY: (S.JUSTIFY, S.JOINT, S.CLOSED),
    S.JOINT: (S.JUSTIFY, S.REMEDY, S.CLOSED),
    S.CLOSED: (S.OPEN,),  # by a person, with a reason
}
PATHS: Final = (S.JUSTIFY, S.REMEDY, S.JOINT)


def can_go(here: str, there: str) -> bool:
    """True where the table has that transition."""
    return CaseState(there) in TRANSITIONS[CaseState(here)]


class Ground(StrEnum):
    """On what a case is closed."""

    BELOW = "below"  # measured again, the gap is under the threshold
    JUSTIFIED = "justified"  # a justification was accepted by another person than its author


class Criterion(StrEnum):
    """What may explain a difference in pay. The first four are those of Article 4(4) of the Directive."""

    SKILLS = "skills"
    EFFORT = "effort"
    RESPONSIBILITY = "responsibility"
    CONDITIONS = "conditions"
    SENIORITY = "seniority"
    PERFORMANCE = "performance"
    MARKET = "market"  # few people can do the work
    PLACE = "place"
    TRANSFER = "transfer"  # pay kept from a merger, a transfer or a protection
    OTHER = "other"


class MeasuredOn(StrEnum):
    """What a gap is measured on."""

    PAID = "paid"  # what was paid in the newest year
    TODAY = "today"  # the same, with what salaries have changed since
