"""What a payroll calls its amounts, and what each counts as in Article 3 of Directive (EU) 2023/970."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Final

MILLIONTH: Final = Decimal("0.000001")


class Treatment(StrEnum):
    """Basic pay, complementary or variable components, or no pay at all."""

    BASIC = "basic"
    VARIABLE = "variable"
    LEFT_OUT = "left_out"


# What payrolls mostly call their kinds: a proposal, which a person confirms or changes. Rules say why something is no pay.
_PROPOSALS: Final[dict[tuple[Treatment, str], str]] = {
    (Treatment.BASIC, ""): "base|base pay|base salary|basic|basic pay|basic salary|basic wage|salary|wage|wages|annual salary|"
    "grundgehalt|grundlohn|grundentgelt|gehalt|lohn|tabellenentgelt|salaire de base|salario base|stipendio base",
    (Treatment.VARIABLE, ""): "bonus|annual bonus|performance bonus|commission|provision|overtime|überstunden|mehrarbeit|"
    "allowance|allowances|zulage|zulagen|zuschlag|zuschläge|shift allowance|schichtzulage|prämie|tantieme|"
    "13th month|13th salary|13. gehalt|13. monatsgehalt|christmas bonus|weihnachtsgeld|holiday pay|urlaubsgeld|"
    "benefit in kind|benefits in kind|company car|geldwerter vorteil|sachbezug|dienstwagen|stock|shares|equity|"
    "aktien|pension contribution|betriebliche altersvorsorge|bav|prime|heures supplémentaires",
    (Treatment.LEFT_OUT, "refund of expenses"): "expenses|travel expenses|reimbursement|spesen|reisekosten|auslagen|"
    "auslagenersatz|frais",
    (Treatment.LEFT_OUT, "ends the employment and pays for no work"): "severance|severance pay|abfindung",
    (Treatment.LEFT_OUT, "paid by an insurance, not by the employer"): "sick benefit|krankengeld|parental benefit|"
    "elterngeld|kurzarbeitergeld",
}  # fmt: skip
PROPOSALS: Final[dict[str, tuple[Treatment, str]]] = {
    name: said for said, names in _PROPOSALS.items() for name in names.split("|")
}


def folded_kind(text: str) -> str:
    """What a kind is found by: its words in lower case, without what stands between them."""
    words = "".join(letter if letter.isalnum() or letter == "." else " " for letter in text.casefold())
    return " ".join(words.split())[:80]


def proposed(text: str) -> tuple[Treatment, str] | None:
    """What a kind of that name mostly is, with the rule where it is left out; None where nobody would know."""
    return PROPOSALS.get(folded_kind(text))


def year_share(year: int, hired_on: dt.date | None, left_on: dt.date | None) -> Decimal:
    """The share of the year's days employed, from 0 to 1, to a millionth; both days belong to it."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    begins, ends = max(first, hired_on or first), min(last, left_on or last)
    days = max((ends - begins).days + 1, 0)
    return (Decimal(days) / ((last - first).days + 1)).quantize(MILLIONTH, ROUND_HALF_EVEN)
