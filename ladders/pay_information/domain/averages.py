"""What women and men of one category are paid on average, and what of it may be told. No Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from ladders.insights.domain.pay_gap.choices import Basis, Choices
from ladders.insights.domain.pay_gap.people import COMPARED, ComparedPay, PaidPerson, Sex, population_of

UNIT: Final = Decimal(1)
CENT: Final = Decimal("0.01")
CHOICES: Final[dict[Basis, Choices]] = {basis: Choices(basis=basis) for basis in Basis}


@dataclass(frozen=True, slots=True)
class GroupPay:
    """What each person of a category is paid on one basis, by sex: id → pay."""

    women: Mapping[int, ComparedPay] = field(default_factory=dict)
    men: Mapping[int, ComparedPay] = field(default_factory=dict)

    @property
    def everybody(self) -> dict[int, ComparedPay]:
        """Both."""
        return {**self.women, **self.men}

    @property
    def groups(self) -> tuple[frozenset[int], frozenset[int]]:
        """Who they are."""
        return frozenset(self.women), frozenset(self.men)


def group_pay(people: Iterable[tuple[int, PaidPerson]], basis: Basis) -> GroupPay:
    """Those of the people whom the method counts, at what it counts: pay of a whole year, or of an hour."""
    found: dict[Sex, dict[int, ComparedPay]] = {sex: {} for sex in COMPARED}
    for key, person in people:
        for compared in population_of([person], CHOICES[basis]).people:
            if compared.sex in found:
                found[compared.sex][key] = compared
    return GroupPay(found[Sex.WOMAN], found[Sex.MAN])


def mean(pay: Mapping[int, ComparedPay], basis: Basis) -> str | None:
    """As it is told: whole units of a year's pay, cents of an hour's; None for nobody."""
    if not pay:
        return None
    exact = sum((each.total for each in pay.values()), Decimal(0)) / len(pay)
    return str(exact.quantize(UNIT if basis is Basis.ANNUAL else CENT, ROUND_HALF_EVEN))


def figures(pay: Mapping[Basis, GroupPay], shown: Iterable[Basis], *, counts: bool = False) -> dict[str, Any]:
    """`{"women": {"annual": "51000", "hourly": "27.10"}, "men": …}`: None for what is not shown, or where there is nobody.

    `nobody` says which sexes are not in the category. `counts` adds how many people stand behind a year's figure.
    """
    bases = set(shown)
    sides = {"women": [each.women for each in pay.values()], "men": [each.men for each in pay.values()]}
    found: dict[str, Any] = {"nobody": [name for name, groups in sides.items() if not any(groups)]}
    for name in sides:
        amounts = {basis: each.women if name == "women" else each.men for basis, each in pay.items()}
        found[name] = {basis.value: mean(own, basis) if basis in bases else None for basis, own in amounts.items()}
        if counts:
            found[name]["people"] = len(amounts[Basis.ANNUAL])
    return found
