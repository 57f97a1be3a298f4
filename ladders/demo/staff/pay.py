"""What the demo's many were paid in a year and are paid now: from the bands of the zones, with what is planted. Pure."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from ladders.insights.domain.pay_gap.people import Sex

from ..bands import LUEBECK as BANDS
from .generator import Colleague
from .headcount import BONUS, GERMANY, GRADE_4_GAP, IRELAND, IRISH_BONUS, SPECIALISTS

RAISE: Final = Decimal("0.97")  # what a year before was paid, beside the next
CENT: Final = Decimal("0.01")
HUNDREDS: Final = Decimal(100)
WEEKS: Final = 52
# Each kind of pay: what it counts as, and by which rule it is left out.
KINDS: Final = {
    "Base salary": ("basic", ""),
    "Annual bonus": ("variable", ""),
    "Shift allowance": ("variable", ""),
    "Overtime": ("variable", ""),
    "Company car": ("variable", ""),
    "Travel expenses": ("left_out", "refund of expenses"),
}


def rate(person: Colleague, code: str, ago: int) -> Decimal:
    """A full-time year's basic pay on that level so many years ago, in full hundreds today, to the euro before."""
    minimum, _midpoint, maximum = map(Decimal, BANDS[code[1]])
    amount = (minimum + (maximum - minimum) * person.place) * person.site.factor * RAISE**ago
    if code[0] == "S":
        amount *= SPECIALISTS
    if code[1] == "4" and person.sex is Sex.WOMAN and person.site.entity == GERMANY:
        amount *= 1 - GRADE_4_GAP[ago]
    step = HUNDREDS if ago == 0 else Decimal(1)
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def paid_in(person: Colleague, year: int, ago: int) -> tuple[Decimal, dict[str, Decimal]] | None:
    """Paid hours and amounts by kind of a calendar year so many years ago; None for who was not there."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    days_of_year = (last - first).days + 1
    worked, basic, code = 0, Decimal(0), ""
    for each in person.held:
        days = (min(each.ends_on or last, last) - max(each.starts_on, first)).days + 1
        if days > 0:
            worked, code = worked + days, each.code
            basic += rate(person, each.code, ago) * person.share * days / days_of_year
    if not worked:
        return None
    hours = person.hours * WEEKS * worked / days_of_year
    return hours.quantize(CENT), _amounts(person, code, basic, Decimal(worked) / days_of_year)


def _amounts(person: Colleague, code: str, basic: Decimal, of_year: Decimal) -> dict[str, Decimal]:
    """What counts as variable hangs on grade and place in the group; only the Irish bonus hangs on sex."""
    grade = int(code[1])
    parts: dict[str, Decimal] = {"Base salary": basic}
    if grade == 6 and person.site.entity == IRELAND:
        parts["Annual bonus"] = basic * IRISH_BONUS.get(person.sex, BONUS)
    elif grade >= 5 and person.pair % 9 != 8:
        parts["Annual bonus"] = basic * BONUS
    if grade <= 3 and person.department in ("Drinking water", "Field engineering"):
        parts["Shift allowance"] = basic * Decimal("0.04")
    if grade <= 4 and person.pair % 3 == 0:
        parts["Overtime"] = basic * Decimal("0.02")
    if grade >= 7:
        parts["Company car"] = 6000 * of_year
    if person.pair % 2 == 0:
        parts["Travel expenses"] = 640 * of_year
    return {kind: amount.quantize(CENT, ROUND_HALF_UP) for kind, amount in parts.items()}
