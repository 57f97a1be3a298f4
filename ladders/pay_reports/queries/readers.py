"""Who reads a report as what, and which of its lines they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

from accounts.models import Employee
from ladders.core.permissions import Permission
from ladders.insights.models import Audience, ShownPay, ShownSum

from ..domain.questions import EVERYBODY, category_key
from ..models import Report


class ReadAs(StrEnum):
    """Analysts see every figure; the others what was released to them."""

    ANALYST = "analyst"
    REPRESENTATIVE = "representatives"
    EMPLOYEE = "employees"


@dataclass(frozen=True, slots=True)
class ReportReader:
    """Somebody in front of a report. `lines`: basis → key → whether with basic and variable pay, for whoever is no analyst.

    `amounts`: with what women and men are paid, for analysts who may see the pay of everybody in it. `own`: lines that an analyst
    who may not does not read, since their own pay and a percentage would tell somebody else's.
    """

    read_as: ReadAs
    writes: bool
    lines: dict[str, dict[str, bool]]
    smallest: int
    amounts: bool = False
    own: frozenset[str] = frozenset()

    @property
    def analyst(self) -> bool:
        """True for whoever sees the figures of small groups, too."""
        return self.read_as is ReadAs.ANALYST

    def sees(self, key: str, basis: str, *, parts: bool = False) -> bool:
        """True where the line may be shown on that basis; `parts`: with basic and variable pay."""
        if self.analyst:
            return key not in self.own
        held = self.lines.get(basis, {}).get(key)
        return held is not None and (held or not parts)

    def enough(self, *people: float) -> bool:
        """True where each of these groups is large enough to say something about it."""
        return self.analyst or all(each >= self.smallest for each in people)


def reader_of(report: Report, user: Any) -> ReportReader:
    """As what somebody reads a report that they may open: at most 6 queries."""
    smallest = report.smallest_group or 5
    if Report.objects.analysed_by(user).filter(pk=report.pk).exists():
        amounts = Report.objects.analysed_by(user, Permission.VIEW_PAY).filter(pk=report.pk).exists()
        own = frozenset[str]() if amounts else _own_small_lines(report, user, smallest)
        return ReportReader(ReadAs.ANALYST, user.holds(Permission.EDIT_PAY_EQUITY), {}, smallest, amounts, own)
    represents = Report.objects.represented_by(user).filter(pk=report.pk).exists()
    read_as = ReadAs.REPRESENTATIVE if represents else ReadAs.EMPLOYEE
    audience = Audience.REPRESENTATIVES if represents else Audience.EMPLOYEES
    lines: dict[str, dict[str, bool]] = {}
    shown = ShownPay.objects.filter(audience=audience, source=report.source)
    for basis, key, parts in ShownSum.objects.filter(shown__in=shown).values_list("shown__basis", "key", "parts"):
        lines.setdefault(basis, {})[key] = parts
    return ReportReader(read_as, False, lines, smallest)


def _own_small_lines(report: Report, user: Any, smallest: int) -> frozenset[str]:
    """Lines with fewer women or men than the smallest group, in which this user is counted: 3 queries, or 1."""
    own = Employee.objects.filter(user=user.pk).values_list("pk", flat=True).first()
    place = RawSQL("places[array_position(employees, %s)]", [own], output_field=IntegerField())
    places = (
        set(report.counted.annotate(place=place).exclude(place=None).values_list("place", flat=True)) if own else set()
    )
    if not places:
        return frozenset()
    people = list(report.categories.values_list("place", "name", "women", "men"))
    few = {category_key(name) for at, name, women, men in people if at in places and min(women, men) < smallest}
    everybody = [sum(each) for each in list(zip(*people, strict=True))[2:]]
    return frozenset(few | ({EVERYBODY} if not people or min(everybody) < smallest else set()))
