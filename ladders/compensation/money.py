"""Amounts as people write them, in the reader's language."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language, to_locale

from .domain.bands import Figures

THOUSAND = Decimal(1000)
HUNDRED = Decimal(100)
LETTERS_BEFORE_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)")


def locale() -> Locale:
    """The reader's."""
    return _locale(get_language() or "en-gb")


@lru_cache(64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def amount(value: Decimal) -> str:
    """84,000 or 84,000.50: cents only where there are some."""
    whole = value == value.to_integral_value()
    return format_decimal(value, format="#,##0" if whole else "#,##0.00", locale=locale())


def money(value: Decimal, currency: str, where: Locale | None = None) -> str:
    """€84,000 or €84,000.50. `where`: `locale()`, found once by whoever writes many."""
    return _money(value, currency, where or locale())


@lru_cache(4096)
def _money(value: Decimal, currency: str, where: Locale) -> str:
    pattern = "¤#,##0" if value == value.to_integral_value() else "¤#,##0.00"
    return _apart(format_currency(value, currency, format=pattern, locale=where, currency_digits=False))


def _apart(text: str) -> str:
    """A space that does not break where letters would run into the figures: CHF 84,000, while €84,000 stays as it is."""
    return LETTERS_BEFORE_DIGITS.sub("\u00a0", text, count=1)


def money_range(first: Decimal, last: Decimal, currency: str) -> str:
    """€84k – 117.5k where both are whole hundreds, else €86,520 – 120,510: never less exact than the figures."""
    if first % HUNDRED == 0 and last % HUNDRED == 0:
        start = format_currency(first / THOUSAND, currency, format="¤#,##0.#", locale=locale(), currency_digits=False)
        return f"{_apart(start)}k – {format_decimal(last / THOUSAND, format='#,##0.#', locale=locale())}k"
    return f"{money(first, currency)} – {amount(last)}"


def range_text(figures: Figures | None, currency: str) -> str:
    """€54,000 – €66,000; empty without one."""
    return f"{money(figures.minimum, currency)} – {money(figures.maximum, currency)}" if figures else ""
