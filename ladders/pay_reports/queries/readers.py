"""Who reads a report as what, and which of its lines they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ladders.core.permissions import Permission
from ladders.insights.models import Audience, ShownPay, ShownSum

from ..models import Report


class ReadAs(StrEnum):
    """Analysts see everything; the others what was released to them, and no amounts."""

    ANALYST = "analyst"
    REPRESENTATIVE = "representatives"
    EMPLOYEE = "employees"


@dataclass(frozen=True, slots=True)
class ReportReader:
    """Somebody in front of a report. `lines`: basis → key → whether with basic and variable pay, for whoever is no analyst."""

    read_as: ReadAs
    writes: bool
    lines: dict[str, dict[str, bool]]
    smallest: int

    @property
    def analyst(self) -> bool:
        """True for whoever sees every figure, with amounts."""
        return self.read_as is ReadAs.ANALYST

    def sees(self, key: str, basis: str, *, parts: bool = False) -> bool:
        """True where the line may be shown on that basis; `parts`: with basic and variable pay."""
        if self.analyst:
            return True
        held = self.lines.get(basis, {}).get(key)
        return held is not None and (held or not parts)

    def enough(self, *people: float) -> bool:
        """True where each of these groups is large enough to say something about it."""
        return self.analyst or all(each >= self.smallest for each in people)


def reader_of(report: Report, user: Any) -> ReportReader:
    """As what somebody reads a report that they may open: at most 5 queries."""
    smallest = report.smallest_group or 5
    if Report.objects.analysed_by(user).filter(pk=report.pk).exists():
        return ReportReader(ReadAs.ANALYST, user.holds(Permission.EDIT_PAY_EQUITY), {}, smallest)
    represents = Report.objects.represented_by(user).filter(pk=report.pk).exists()
    read_as = ReadAs.REPRESENTATIVE if represents else ReadAs.EMPLOYEE
    audience = Audience.REPRESENTATIVES if represents else Audience.EMPLOYEES
    lines: dict[str, dict[str, bool]] = {}
    shown = ShownPay.objects.filter(audience=audience, source=report.source)
    for basis, key, parts in ShownSum.objects.filter(shown__in=shown).values_list("shown__basis", "key", "parts"):
        lines.setdefault(basis, {})[key] = parts
    return ReportReader(read_as, False, lines, smallest)
