"""Percentages and other figures as every page writes them: rounded half up, never cut off."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language

NONE = "–"


def percent_text(percent: Decimal | float | str | None, places: int | None = 1) -> str:
    """7.25 is "7.3\u00a0%": rounded half up, a real minus sign, a space that does not break; a dash for None.

    `places=None` writes what is there and no more: 5.00 is "5\u00a0%". What rounds to zero has no sign.
    """
    return NONE if percent is None else f"{percent_number(percent, places)}\u00a0%"


def percents() -> Callable[[Decimal | None], str]:
    """Writes percentages as `percent_text` does, to a tenth: the reader's language is found once, for all."""
    language = get_language()
    return lambda percent: NONE if percent is None else f"{_figure_text(percent, 1, language)}\u00a0%"


def percent_number(percent: Decimal | float | str | None, places: int | None = 1) -> str:
    """The same without the sign of per cent, for sentences that have their own."""
    return NONE if percent is None else figure_text(percent, places)


def share_text(share: Decimal) -> str:
    """A share, such as 0.769230769 of full time, as "76.92\u00a0%": two places at most, and none that say nothing."""
    return percent_text((100 * share).quantize(Decimal("0.01"), ROUND_HALF_UP), None)


def figure_text(figure: Decimal | float | str, places: int | None = 1) -> str:
    """The same for whatever is no percentage, such as years. Django's own `number_format` cuts 2.39 off to "2.3"."""
    return _figure_text(figure, places, get_language())


@lru_cache(4096, typed=True)
def _figure_text(figure: Decimal | float | str, places: int | None, _language: str | None) -> str:
    exact = Decimal(str(figure))
    if places is None:
        places = max(0, -int(exact.normalize().as_tuple().exponent))
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{'−' if rounded < 0 else ''}{number_format(abs(rounded), places, force_grouping=True)}"
