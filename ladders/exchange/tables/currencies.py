"""Currencies as files and people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from babel.core import Locale

from ladders.core.sentences import gettext as _

# Many countries have dollars, pesos or pounds: a sign is that of another currency only where it can be nobody's here.
_OF_SIGN: Final = {
    "€": {"EUR"},
    "£": {"GBP", "EGP", "FKP", "GIP", "LBP", "SDG", "SHP", "SSP", "SYP"},
    "¥": {"JPY", "CNY"},
    "₹": {"INR"},
    "₺": {"TRY"},
    "₪": {"ILS"},
}
_NO_DOLLARS: Final = {"BGN", "CHF", "CZK", "DKK", "HUF", "NOK", "PLN", "RON", "SEK"}.union(*_OF_SIGN.values())


def currency_of(text: str) -> str:
    """Three letters, as capitals. Raises ValueError with the end of a sentence that begins with the text."""
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise ValueError(_("is no currency. Write its three letters, such as EUR."))
    return text.upper()


@lru_cache(1)
def known_codes() -> frozenset[str]:
    """The three letters of every currency there is or was."""
    return frozenset(Locale.parse("en").currencies)


def other_signs(texts: Sequence[str], currencies: Sequence[str | None]) -> list[int]:
    """The places of amounts that are written with the sign of another currency than the one that holds there."""
    together, known = "".join(texts), {"$", *_OF_SIGN}
    some = set(texts) if any(sign in together for sign in known) else ()  # nearly no column has any
    signed = {text: signs for text in some if (signs := known & set(text))}
    return [
        place
        for place, (text, currency) in enumerate(zip(texts, currencies, strict=True) if signed else ())
        if currency and any(_is_of_others(sign, currency) for sign in signed.get(text, ()))
    ]


def _is_of_others(sign: str, currency: str) -> bool:
    return currency in _NO_DOLLARS if sign == "$" else currency not in _OF_SIGN[sign]
