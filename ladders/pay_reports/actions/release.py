"""Which lines of a report an audience is shown: decided once, beside everything that was ever shown, and written down."""

from __future__ import annotations

from ladders.insights.actions.release_pay import release_pay
from ladders.insights.domain.small_groups import SmallGroupRules
from ladders.insights.models import Audience

from ..domain.questions import questions_of
from ..models import Report


def release_report(report: Report, audience: Audience, *, open_groups: bool = False) -> None:
    """Decide for both bases and write into the ledger. A report that was released to the audience before stays as it was."""
    names = list(report.categories.values_list("place", "name"))
    for counted in report.counted.all():
        pay = dict(zip(counted.employees, zip(counted.basic, counted.variable, strict=True), strict=True))
        release_pay(
            audience=audience,
            source=report.source,
            basis=counted.basis,
            questions=questions_of(counted.employees, counted.women, counted.places, names),
            pay=pay,
            rules=SmallGroupRules(smallest=report.smallest_group or SmallGroupRules().smallest),
            open_groups=open_groups,
        )
