"""Pay on the compare page: the reader's own salary, in the band they have and in the band they would have.

The own salary and band are the reader's own; of every other band only what `frameworks.pay` says this reader may see.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ladders.compensation.domain.bands import band_in_force
from ladders.compensation.domain.position import Position, Range, position
from ladders.compensation.domain.position import Salaried as Salary
from ladders.compensation.models import PayPosition
from ladders.compensation.money import amount
from ladders.compensation.queries.pay_positions import standing_of
from ladders.frameworks.pay_provider import FrameworkPay

from ..domain.pay_line import Payline, payline
from ..domain.published_index import PublishedLevel
from ..move_terms import Terms
from .my_position import Mine


@dataclass(frozen=True, slots=True)
class PayThen:
    """`now` and `then` are bands with supplements and exceptions in them; None where there is none to show.

    `now` is the reader's band of today. `then` is the other level's on the earliest day of the move, as the terms of a request
    have it; `changes_on` is that day where this band is another one than today's, which is `then_today`.
    `at_now` and `at_then` say where today's salary stands in each. `hidden`: the reader may not see the other band, or
    there is none.
    """

    today: PayPosition | None
    now: Range | None
    then: Range | None
    at_now: Position | None
    at_then: Position | None
    line: Payline | None
    zone: str
    supplement_now: str = ""  # the percentage of a market supplement that is part of the band now; empty without one
    supplement_then: str = ""
    changes_on: dt.date | None = None
    then_today: Range | None = None

    @property
    def same(self) -> bool:
        """True where the band stays what it is."""
        return self.now is not None and self.now == self.then

    @property
    def hidden(self) -> bool:
        """True where the band then cannot be shown."""
        return self.then is None


def pay_then(at: Mine, there: PublishedLevel, pay: FrameworkPay, terms: Terms | None) -> PayThen | None:
    """Pay now and then; None for somebody without a record. 2 queries beside those of `pay`.

    The band then is that of the move's earliest day, from the very `terms` that the page of the request shows. Where no move
    leads there, or the reader may not see it, it is what `pay` says of today.
    """
    if at.employee is None or at.here is None:
        return None
    today = standing_of(at.day, at.employee.pk)
    now = _band_now(today)
    then = _band_then(there, pay)
    supplement = pay.supplement.percent if pay.supplement and then is not None else ""
    own_supplement = _percent(today) if now is not None else ""
    if then is None and now is not None and there.rank == at.here.rank and there.framework == at.here.framework:
        then = None if there.key in pay.deviations else now  # one band for the whole row: the reader's own
        supplement = own_supplement if then is not None else ""
    then_today, changes_on = then, None
    if terms is not None and terms.band is not None and terms.band != then:
        then, changes_on, supplement = terms.band, terms.day, ""
    salary = None
    if today and today.annual is not None and today.currency == today.zone_currency:
        salary = Salary(today.annual, today.currency)
    return PayThen(
        today,
        now,
        then,
        position(salary, now) if now and salary else None,
        position(salary, then) if then and salary else None,
        payline(now, then, salary.annual if salary else None),
        pay.zone or (today.zone_name if today else ""),
        own_supplement,
        supplement,
        changes_on,
        then_today if changes_on else None,
    )


def _percent(at: PayPosition | None) -> str:
    return amount(at.supplement.normalize()) if at and at.supplement else ""


def _band_now(at: PayPosition | None) -> Range | None:
    if at is None or at.minimum is None or at.midpoint is None or at.maximum is None:
        return None
    return Range(at.minimum, at.midpoint, at.maximum, at.zone_currency)


def _band_then(there: PublishedLevel, pay: FrameworkPay) -> Range | None:
    """As pay positions have it."""
    deviation, own = pay.deviations.get(there.key), pay.grades.get(there.level.grade or "")
    found = band_in_force(
        own.amounts if own else None,
        deviation.amounts if deviation else None,
        pay.supplement.rate if pay.supplement else Decimal(0),
    )
    return Range(found.minimum, found.midpoint, found.maximum, pay.currency) if found else None
