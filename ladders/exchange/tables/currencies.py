"""Currencies as files and people write them."""

from __future__ import annotations

import re

from ladders.core.sentences import gettext as _


def currency_of(text: str) -> str:
    """Three letters, as capitals. Raises ValueError with the end of a sentence that begins with the text."""
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise ValueError(_("is no currency. Write its three letters, such as EUR."))
    return text.upper()
