"""What a move does to pay, with days and amounts. No Django.

Every amount is a full-time year's, to the cent, in the currency of the salary; `Stage.paid` is what the hours worked come
to. An amount is what the rules promise at least: bands may rise, and HR may set more. Nothing is guessed: where the
new band is not known, or is in another currency, only what the rules say without it stands here.

    kept      pay stays as it is
    stepped   pay stays for `pay_months`; what lies above the new maximum then goes in `pay_steps` equal steps, each
              rounded half up to cents, the last one to the maximum exactly
    band      pay above the maximum comes to it on the day of the move, where the new grade is lower; a move to the same
              grade or a higher one takes nothing away

Under each, pay below the new minimum rises to it on the day of the move. A protection that is in force already goes on
until its day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ladders.compensation.domain.position import Range, RangeStatus, Salaried, position, round_half_up
from ladders.core.json_data import JsonData
from ladders.core.months import months_after

from .enums import PayRule
from .policy import PolicyShape
from .workdays import ONE_DAY


@dataclass(frozen=True, slots=True)
class Protected(JsonData):
    """A promise in force: up to `amount` of a full-time year until a day."""

    amount: Decimal
    currency: str
    until: dt.date


@dataclass(frozen=True, slots=True)
class Stage(JsonData):
    """Pay from a day until a day (None: without an end): of a full-time year, and of the hours worked."""

    starts_on: dt.date
    ends_on: dt.date | None
    annual: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Outlook(JsonData):
    """Pay now and then. `standing` is that of today's pay in the new band; without a position in it (another currency, no
    band, no salary) `unknown_from` is the day from which nothing can be said. `kept_until`: how long the rules keep pay that
    lies above the new maximum; None where they do not, or without an end.
    """

    standing: RangeStatus
    annual: Decimal | None = None
    paid: Decimal | None = None
    currency: str = ""
    fte: Decimal = Decimal(1)
    over_maximum: Decimal = Decimal(0)
    to_minimum: Decimal = Decimal(0)
    kept_until: dt.date | None = None
    stages: tuple[Stage, ...] = ()
    unknown_from: dt.date | None = None
    protection: Protected | None = None  # in force already


def outlook(
    policy: PolicyShape,
    pay: Salaried | None,
    band: Range | None,
    on: dt.date,
    *,
    lower: bool = True,
    missing: RangeStatus = RangeStatus.NO_BAND,
    protection: Protected | None = None,
) -> Outlook:
    """What the move does to `pay` on the day `on`, where the new level has `band` then.

    `lower`: the new grade is lower than the present one. `missing` says why there is no band, where there is none.
    """
    if pay is None:
        return Outlook(RangeStatus.NO_SALARY if band else missing, unknown_from=on)
    place = position(pay, band)
    standing = place.standing if band else missing
    steps, unknown_from = _ruled(policy, pay.annual, band if standing.placed else None, on, lower)
    if standing == RangeStatus.WITHIN:
        steps = [(on, pay.annual)]  # nobody is raised or protected by the cents of an end of the band
    if protection is not None and (protection.currency != pay.currency or protection.until < on):
        protection = None
    if protection is not None and unknown_from is not None:
        unknown_from = max(unknown_from, behind(protection.until))
    stages = _stages(steps, unknown_from, pay, protection, on)
    above = standing == RangeStatus.ABOVE
    kept = months_after(on, policy.pay_months) - ONE_DAY if policy.pay_rule == PayRule.STEPPED else None
    return Outlook(
        standing,
        pay.annual,
        round_half_up(pay.annual * pay.fte),
        pay.currency,
        pay.fte,
        place.over_maximum,
        place.to_minimum,
        kept if above or not standing.placed else None,
        stages,
        unknown_from,
        protection,
    )


def behind(day: dt.date) -> dt.date:
    """The day after; of the last day that a calendar has, which HR systems write for "without an end", that day itself."""
    return day + ONE_DAY if day < dt.date.max else day


def _ruled(
    policy: PolicyShape, annual: Decimal, band: Range | None, on: dt.date, lower: bool
) -> tuple[list[tuple[dt.date, Decimal | None]], dt.date | None]:
    """From which day which amount (None: nothing can be said), by the rules alone; and that last day, if there is one."""
    end = months_after(on, policy.pay_months)
    if band is None:
        match policy.pay_rule:
            case PayRule.KEPT:
                return [(on, annual)], None
            case PayRule.STEPPED:
                return [(on, annual), (end, None)], end
            case PayRule.BAND:
                return [(on, None)], on
    if annual <= band.maximum:
        return [(on, max(annual, band.minimum))], None
    if policy.pay_rule == PayRule.STEPPED:
        over, count = annual - band.maximum, policy.pay_steps
        steps: list[tuple[dt.date, Decimal | None]] = [(on, annual)]
        for number in range(count):
            day = months_after(on, policy.pay_months + number * policy.pay_step_months)
            steps.append((day, annual - round_half_up(over * (number + 1) / count)))
        return steps, None
    return [(on, band.maximum if policy.pay_rule == PayRule.BAND and lower else annual)], None


def _stages(
    steps: list[tuple[dt.date, Decimal | None]],
    unknown_from: dt.date | None,
    pay: Salaried,
    protection: Protected | None,
    on: dt.date,
) -> tuple[Stage, ...]:
    """The amounts in order, none less than what is protected on its days."""
    floor = min(protection.amount, pay.annual) if protection else Decimal(0)
    free_from = behind(protection.until) if protection else on
    amounts: list[tuple[dt.date, Decimal]] = []
    days = {day for day, _amount in steps} | {on, free_from}
    for day in sorted(days - {dt.date.max}):
        ruled = next(amount for start, amount in reversed(steps) if start <= day)
        amount = max(ruled or Decimal(0), floor if day < free_from else Decimal(0))
        if amount and (not amounts or amounts[-1][1] != amount):
            amounts.append((day, amount))
    last = unknown_from - ONE_DAY if unknown_from else None
    ends: list[dt.date | None] = [*(day - ONE_DAY for day, _amount in amounts[1:]), last]
    return tuple(
        Stage(day, end, amount, round_half_up(amount * pay.fte))
        for (day, amount), end in zip(amounts, ends, strict=False)
    )


def mark_of(pay: Salaried | None) -> str:
    """What tells one pay from another, to see later that it was changed; empty where there is none."""
    if pay is None:
        return ""
    parts = (pay.amount, pay.currency, pay.basis, pay.fte, pay.full_time_hours or Decimal(0))
    return " ".join(f"{part.normalize():f}" if isinstance(part, Decimal) else str(part) for part in parts)
