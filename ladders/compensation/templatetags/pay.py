"""Pay in templates."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django import template

from ladders.core.percentages import share_text

from ..domain.position import HUNDRED, round_half_up
from ..models import STANDINGS
from ..models.salaries import BASES
from ..money import locale
from ..money import money as written

if TYPE_CHECKING:
    from babel.core import Locale

register = template.Library()
_WORDS = dict(STANDINGS)
_PERIODS = dict(BASES)


@register.filter
def money(value: Decimal | None, currency: str, where: Locale | None = None) -> str:
    """€84,000; a dash where there is no amount. `where`: the reader's `locale()`, found once by whoever writes many."""
    return "–" if value is None else written(value, currency or "XXX", where)


@register.filter
def compa(value: Decimal | None, where: Locale | None = None) -> str:
    """0.98, rounded half up; a dash where there is none."""
    return "–" if value is None else _written(round_half_up(value), 2, where or locale())


@register.filter
def percent(value: Decimal | None, where: Locale | None = None) -> str:
    """0.424242 as 42.4 %, rounded half up; a dash where there is none."""
    if value is None:
        return "–"
    number = round_half_up(value * HUNDRED, Decimal("0.1"))
    return f"{'−' if number < 0 else ''}{_written(abs(number), 1, where or locale())} %"


@register.filter
def signed(value: str | Decimal) -> str:
    """A change in per cent, given as a number or its text: +3.0 or −2.5."""
    number = Decimal(value)
    return f"{'−' if number < 0 else '+'}{_decimal(abs(number))}"


@register.filter
def full_time(value: Decimal) -> str:
    """A full-time equivalent: 40 %."""
    return share_text(value)


@register.filter
def share(value: Decimal | None) -> str:
    """A number without the zeros at its end: 0.4."""
    return "–" if value is None else f"{value.normalize():f}"


@register.filter
def standing(value: str) -> str:
    """A standing in words."""
    return str(_WORDS.get(value, value))


@register.filter
def period(value: str) -> str:
    """What period an amount is for."""
    return str(_PERIODS.get(value, value))


def _decimal(value: Decimal, where: Locale | None = None) -> str:
    return _written(value, -int(value.as_tuple().exponent), where or locale())


@lru_cache(4096)
def _written(value: Decimal, places: int, where: Locale) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(value, format=f"#,##0.{'0' * places}", locale=where))
