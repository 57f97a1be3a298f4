"""How single cells of a payroll's year are read: years, amounts and hours. Pure, no floats."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from ladders.core.amounts import UNDECIDED, AmountColumn, AmountError, NumberText, readings
from ladders.core.sentences import gettext as _

MOST_HOURS: Final = Decimal(9000)
SIGNS: Final = ("-", "−", "–")
_MINUS_BEHIND: Final = re.compile(r".*[0-9]\s*-")  # 62'670.- is none: that is how Switzerland writes whole francs


def year_of(text: str) -> int:
    """2026, also where it stands as 2026.0 or as a day of it."""
    found = re.fullmatch(r"((?:19|20)[0-9]{2})(?:[.,]0+|-[0-9]{2}-[0-9]{2}.*)?", text)
    if not found:
        raise ValueError(_("is no calendar year. Write it like 2026."))
    return int(found[1])


def amount_paid(text: str, column: AmountColumn = UNDECIDED) -> Decimal:
    """In cents, as its column writes amounts; a correction is less than nothing."""
    size = unsigned(text)
    return column.read(size) if size is text else -column.read(size)


def in_cents(text: str) -> str:
    """A number of a workbook rounded to cents; any other text itself."""
    if not isinstance(text, NumberText):
        return text
    size = unsigned(text)
    assert isinstance(size, NumberText)
    return text.in_cents if size is text else f"-{size.in_cents}"


def unsigned(text: str) -> str:
    """Without the sign of what is less than nothing, as programs write it: −12.50, 12.50- and (12.50). Any other text itself."""
    if text[:1] in SIGNS:
        size = text[1:]
    elif text[:1] == "(" and text[-1:] == ")":
        size = text[1:-1]
    elif _MINUS_BEHIND.fullmatch(text):
        size = text[:-1]
    else:
        return text
    return NumberText(size) if isinstance(text, NumberText) else size.strip()


def hours_of_year(text: str, column: AmountColumn = UNDECIDED) -> Decimal:
    """Paid hours as their column writes numbers: more than 0, at most 9000, two decimals. 1,664 is no hour and a bit."""
    try:
        hours = Decimal(text).quantize(Decimal("0.01")) if isinstance(text, NumberText) else _hours(text, column)
    except InvalidOperation:
        raise ValueError(_("is no number of hours. Write 1680.5, for example.")) from None
    if not (hours.is_finite() and 0 < hours <= MOST_HOURS):
        raise ValueError(_("must lie between 0 and 9000 hours a year."))
    return hours


def _hours(text: str, column: AmountColumn) -> Decimal:
    try:
        return column.read(text)
    except AmountError:
        if readings(text):
            raise  # it could be two, in a column that is written both ways
        # more decimals than amounts have
        return Decimal(text.replace(",", ".")).quantize(Decimal("0.01"))
