"""What somebody is paid, as a sentence says it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from ladders.core.percentages import share_text

from .models.salaries import BASES
from .money import money

_BASES: Final = dict(BASES)


def salary_text(salary: Any) -> str:
    """“€84,000 a year”, with the full-time share where it is not 1. `salary`: anything with amount, currency, basis and fte."""
    said = f"{money(salary.amount, salary.currency)} {_BASES[salary.basis]}"
    if salary.fte == Decimal(1):
        return said
    return _("%(pay)s, at %(share)s of full time") % {"pay": said, "share": share_text(salary.fte)}
