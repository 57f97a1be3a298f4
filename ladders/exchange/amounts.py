"""Amounts in cells of workbooks: kept there in binary, and so written with digits that nobody typed."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Final

_LONG: Final = re.compile(r"\d+\.\d{9,}")
_SHOWN: Final = Context(prec=15)  # digits, as many as a workbook itself shows


def as_shown(text: str) -> str:
    """41200.000000000007 is 41200, as the workbook shows it; everything else stays as it is."""
    if not _LONG.fullmatch(text):
        return text
    return f"{_SHOWN.plus(Decimal(text)).normalize():f}"
