"""Who reads a report as what, and which of its lines they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ladders.core.permissions import Permission
from ladders.insights.models import Audience, ShownPay, ShownSum

from ..domain.questions import EVERYBODY, category_key
from ..models import Report, ReportFigure
from ..models.figures import PayPart
from .own_lines import USUAL, kept_figures, sees_everybody


class ReadAs(StrEnum):
    """Analysts see every figure; the others what was released to them."""

    ANALYST = "analyst"
    REPRESENTATIVE = "representatives"
    EMPLOYEE = "employees"


@dataclass(frozen=True, slots=True)
class ReportReader:
    """Somebody in front of a report. `lines`: basis → key → whether with basic and variable pay, for whoever is no analyst.

    `amounts`: with what women and men are paid, for analysts who may see the pay of everybody in it. Others who are `counted` in
    it do not read figures of a few among whom they are: `kept` has their ids, `own` basis and key of whole lines.
    """

    read_as: ReadAs
    writes: bool
    lines: dict[str, dict[str, bool]]
    smallest: int
    amounts: bool = False
    kept: frozenset[int] = frozenset()
    own: frozenset[tuple[str, str]] = frozenset()
    counted: bool = False

    @property
    def analyst(self) -> bool:
        """True for whoever sees the figures of small groups, too."""
        return self.read_as is ReadAs.ANALYST

    def sees(self, key: str, basis: str, *, parts: bool = False) -> bool:
        """True where the line may be shown on that basis; `parts`: with basic and variable pay."""
        if self.analyst:
            return (basis, key) not in self.own
        held = self.lines.get(basis, {}).get(key)
        return held is not None and (held or not parts)

    def sees_figure(self, row: ReportFigure, key: str) -> bool:
        """True where one figure of a line may be shown."""
        if self.analyst:
            return row.pk not in self.kept
        return self.sees(key, row.basis, parts=row.part != PayPart.TOTAL)

    def enough(self, *people: float) -> bool:
        """True where each of these groups is large enough to say something about it."""
        return (self.analyst and not self.counted) or all(each >= self.smallest for each in people)


def reader_of(report: Report, user: Any) -> ReportReader:
    """As what somebody reads a report that they may open: at most 6 queries."""
    smallest = report.smallest_group or USUAL
    if Report.objects.analysed_by(user).filter(pk=report.pk).exists():
        return _analyst(report, user, smallest)
    represents = Report.objects.represented_by(user).filter(pk=report.pk).exists()
    read_as = ReadAs.REPRESENTATIVE if represents else ReadAs.EMPLOYEE
    audience = Audience.REPRESENTATIVES if represents else Audience.EMPLOYEES
    lines: dict[str, dict[str, bool]] = {}
    shown = ShownPay.objects.filter(audience=audience, source=report.source)
    for basis, key, parts in ShownSum.objects.filter(shown__in=shown).values_list("shown__basis", "key", "parts"):
        lines.setdefault(basis, {})[key] = parts
    return ReportReader(read_as, False, lines, smallest)


def _analyst(report: Report, user: Any, smallest: int) -> ReportReader:
    writes = user.holds(Permission.EDIT_PAY_EQUITY)
    if sees_everybody(report, user):
        return ReportReader(ReadAs.ANALYST, writes, {}, smallest, amounts=True)
    kept = kept_figures(report, user)
    own = {
        (row.basis, category_key(row.category.name) if row.category else EVERYBODY)
        for row in kept or ()
        if row.part == PayPart.TOTAL
    }
    ids = frozenset(row.pk for row in kept or ())
    return ReportReader(ReadAs.ANALYST, writes, {}, smallest, kept=ids, own=frozenset(own), counted=kept is not None)
