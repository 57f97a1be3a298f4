"""Where somebody is to be brought: to what explains their pay, or to a point of their band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _
from ladders.insights.domain.adjusted_gap.pay_model import Worth
from ladders.insights.domain.adjusted_gap.prediction import explained_amounts
from ladders.insights.domain.pay_gap.people import COMPARED, Sex

from .effect import Member
from .raises import Candidate

CENT: Final = Decimal("0.01")
HALF_CENT: Final = CENT / 2
HUNDRED: Final = Decimal(100)


class Target(Labelled):
    """To what people are brought."""

    POINTS = "points", _("What explains pay: impact points, zone, years here and hours")
    GRADE = "grade", _("What explains pay: grade, zone, years here and hours")  # the same with a column for each grade
    BAND = "band", _("A point of their band")

    @property
    def worth(self) -> Worth:
        """By what work counts as equal where the adjusted gap is worked out beside it."""
        return Worth.GRADE if self is Target.GRADE else Worth.POINTS


class Whom(Labelled):
    """Who is raised."""

    LESS_PAID = "less_paid", _("Those of the sex that is paid less in this category")
    EVERYBODY = "everybody", _("Everybody who is paid less than that")


class NotRaised(Labelled):
    """Why somebody of the category cannot be planned for."""

    LEFT = "left", _("no longer work here")
    NO_SALARY = "no_salary", _("have no salary here")
    OTHER_CURRENCY = "other_currency", _("have a salary in another currency")
    NO_BAND = "no_band", _("have no band in the currency of their salary")
    UNEXPLAINED = "unexplained", _("cannot be compared: no points, or alone in their zone or grade")


@dataclass(frozen=True, slots=True)
class PlannedPay:
    """What somebody is paid today, which would be raised, and their band: amounts of a full-time year."""

    annual: Decimal
    fte: Decimal
    payments: Decimal  # how many amounts a year pays at the hours worked
    step: Decimal
    currency: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    band_currency: str = ""

    @property
    def banded(self) -> bool:
        """True where there is a band in the same currency."""
        return self.minimum is not None and self.maximum is not None and self.band_currency == self.currency


@dataclass(frozen=True, slots=True)
class PlanRules:
    """What the planner is asked: to what, whom, how far at most. `band_point` in percent of the way through the band."""

    target: Target = Target.POINTS
    whom: Whom = Whom.LESS_PAID
    band_point: Decimal = Decimal(50)
    most_percent: Decimal | None = None  # of somebody's salary
    within_band: bool = True  # nobody is raised above the maximum of their band


@dataclass(frozen=True, slots=True)
class PlannedRaises:
    """Who can be raised, and who cannot, with why."""

    candidates: tuple[Candidate, ...]
    left_out: Mapping[int, NotRaised]


def planned(
    members: Sequence[Member],
    category: str,
    pay: Mapping[int, PlannedPay],
    rules: PlanRules,
    *,
    currency: str,
    less: Sex | None,
    here: frozenset[int],
) -> PlannedRaises:
    """The candidates of a category. `pay` has today's salaries, `here` who still works here, `less` the sex paid less.

    The regression looks at everybody; whoever is raised is of the category and, where the rules say so, of the sex paid less.
    """
    amounts = _targets(members, rules)
    candidates: list[Candidate] = []
    left_out: dict[int, NotRaised] = {}
    for member in members:
        if member.paid.category != category or not _asked(member.paid.sex, rules.whom, less):
            continue
        found = _candidate(member, pay.get(member.key), amounts.get(member.key), rules, currency, here)
        if isinstance(found, NotRaised):
            left_out[member.key] = found
        else:
            candidates.append(found)
    return PlannedRaises(tuple(candidates), left_out)


def _asked(sex: Sex, whom: Whom, less: Sex | None) -> bool:
    return sex is less if whom is Whom.LESS_PAID else sex in COMPARED


def _targets(members: Sequence[Member], rules: PlanRules) -> dict[int, Decimal]:
    """What explains each one's pay, of a full-time year; nothing where the target is a point of the band."""
    if rules.target is Target.BAND:
        return {}
    known = [(each.key, each.explained) for each in members if each.explained is not None]
    amounts = explained_amounts([explained for _key, explained in known], rules.target.worth)
    return {
        key: Decimal(repr(amount)).quantize(CENT, ROUND_HALF_UP)
        for (key, _explained), amount in zip(known, amounts, strict=True)
        if amount is not None
    }


def _candidate(
    member: Member,
    pay: PlannedPay | None,
    explained: Decimal | None,
    rules: PlanRules,
    currency: str,
    here: frozenset[int],
) -> Candidate | NotRaised:
    if member.key not in here:
        return NotRaised.LEFT
    if pay is None or pay.annual <= 0:
        return NotRaised.NO_SALARY
    if pay.currency != currency:
        return NotRaised.OTHER_CURRENCY
    if rules.target is Target.BAND:
        if not pay.banded or pay.minimum is None or pay.maximum is None:
            return NotRaised.NO_BAND
        reached = pay.minimum + (pay.maximum - pay.minimum) * rules.band_point / HUNDRED
        paid, target = pay.annual, reached.quantize(CENT, ROUND_HALF_UP)
        if paid < target < paid + HALF_CENT * pay.payments / pay.fte:
            target = paid  # as near as an amount in cents comes to it
    elif explained is None or member.explained is None:
        return NotRaised.UNEXPLAINED
    else:
        paid, target = Decimal(repr(member.explained.pay)).quantize(CENT, ROUND_HALF_UP), explained
    return Candidate(member.key, paid, target, pay.fte, pay.payments, pay.step, _most(pay, rules))


def _most(pay: PlannedPay, rules: PlanRules) -> Decimal | None:
    """The largest raise of a full-time year; None: any."""
    limits = []
    if rules.within_band and pay.banded and pay.maximum is not None:
        limits.append(max(pay.maximum - pay.annual, Decimal(0)))
    if rules.most_percent is not None:
        limits.append(pay.annual * rules.most_percent / HUNDRED)
    return min(limits, default=None)
