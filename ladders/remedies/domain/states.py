"""Where a case can be and where it can go from there. No Django: actions follow the table, and the database refuses all else."""

from __future__ import annotations

from typing import Final

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _


class CaseState(Labelled):
    """Where a case is: what Article 10(1) of Directive (EU) 2023/970 asks about a gap in a category."""

    OPEN = "open", _("To be decided")  # nobody has said yet what is done about it
    JUSTIFY = "justify", _("Being justified")  # by objective, gender-neutral criteria
    REMEDY = "remedy", _("Being remedied")  # until a day
    JOINT = "joint", _("Joint assessment")  # assessed together with the employees' representatives
    CLOSED = "closed", _("Closed")


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


class Ground(Labelled):
    """On what a case is closed."""

    BELOW = "below", _("The gap is under the threshold now")
    JUSTIFIED = "justified", _("A justification is accepted")  # by another person than its author


class Criterion(Labelled):
    """What may explain a difference in pay. The first four are those of Article 4(4) of the Directive."""

    SKILLS = "skills", _("Skills")
    EFFORT = "effort", _("Effort")
    RESPONSIBILITY = "responsibility", _("Responsibility")
    CONDITIONS = "conditions", _("Working conditions")
    SENIORITY = "seniority", _("Years of service or experience")
    PERFORMANCE = "performance", _("Performance, by criteria written down before")
    MARKET = "market", _("Few people can do the work, shown by the market")
    PLACE = "place", _("Place of work")
    TRANSFER = "transfer", _("Pay kept from a transfer, a merger or a protection")
    OTHER = "other", _("Another objective criterion")


class MeasuredOn(Labelled):
    """What a gap is measured on."""

    PAID = "paid", _("what was paid in the newest year")
    TODAY = "today", _("what was paid, with salaries as they are today")
