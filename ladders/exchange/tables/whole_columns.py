"""Columns that are read at once, where every cell is written as programs write it: a third of what cell by cell takes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ladders.core.amounts import CENT, all_plain


def plain_names(texts: Sequence[str], longest: int) -> Sequence[str] | None:
    """The texts themselves, where none has a blank within or is too long; None where one might have to be mended."""
    together = "".join(texts)
    if not together.isprintable() or " " in together or len(max(texts, key=len, default="")) > longest:
        return None
    return texts


def plain_amounts(texts: Sequence[str]) -> list[Any] | None:
    """Amounts in cents, None for a blank cell; None where some are written in a manner of their own."""
    return [Decimal(text).quantize(CENT) if text else None for text in texts] if all_plain(texts) else None
