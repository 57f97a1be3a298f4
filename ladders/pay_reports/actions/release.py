"""Which lines of a report an audience is shown: decided once, beside everything that was ever shown, and written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from ladders.insights.actions.release_pay import Decided, decide_pay, release_pay
from ladders.insights.domain.pay_gap.choices import Basis
from ladders.insights.domain.small_groups import SmallGroupRules
from ladders.insights.models import Audience

from ..domain.questions import questions_of
from ..models import Report, ReportPeople

STEPS: Final = len(Basis) + 1  # each basis is decided about, then everything is written
Tell = Callable[[int, int, str], None]


def decide_report(report: Report, tell: Tell) -> dict[str, Decided]:
    """What may be shown of both bases, beside what is shown today; nothing is written and nobody waits for it.

    `tell(done, of, what)` is called between the steps.
    """
    names = _names(report)
    found: dict[str, Decided] = {}
    for done, counted in enumerate(report.counted.all()):
        people = _("Deciding which figures give nobody away: pay of %(n)s people, %(basis)s")
        words = {"n": f"{len(counted.employees):,}", "basis": counted.get_basis_display()}
        tell(done, STEPS, people % words)
        found[counted.basis] = decide_pay(**_asked(report, counted, names), beside=found.values())
    tell(STEPS - 1, STEPS, _("Writing down what is shown"))
    return found


def release_report(
    report: Report, audience: Audience, *, open_groups: bool = False, decided: Mapping[str, Decided] | None = None
) -> None:
    """Write both bases into the ledger as they were `decided`, or decide now.

    A report that was released to the audience before stays as it was.
    """
    names = _names(report)
    for counted in report.counted.all():
        release_pay(
            audience=audience,
            open_groups=open_groups,
            decided=(decided or {}).get(counted.basis),
            **_asked(report, counted, names),
        )


def _names(report: Report) -> list[tuple[int, str]]:
    return list(report.categories.values_list("place", "name"))


def _asked(report: Report, counted: ReportPeople, names: list[tuple[int, str]]) -> dict[str, Any]:
    """What both decisions are asked about: the figures of one basis, and the pay that they are made of."""
    return {
        "source": report.source,
        "basis": counted.basis,
        "questions": questions_of(counted.employees, counted.women, counted.places, names),
        "pay": dict(zip(counted.employees, zip(counted.basic, counted.variable, strict=True), strict=True)),
        "rules": SmallGroupRules(smallest=report.smallest_group or SmallGroupRules().smallest),
    }
