"""Cells that stand for nothing: `NOT IN USE`, `N/A`, `-`."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..frameworks_in.detect import vocabulary

WORDS = re.compile(r"[^\W_]+")


def is_placeholder(text: str, more: Collection[str] = ()) -> bool:
    """Whether a cell only keeps a place. `more` holds further such texts, lower case."""
    if not text or len(text) > 60:
        return False
    lower = text.casefold()
    if lower in more:
        return True
    if not (set(text) - vocabulary.PLACEHOLDER_SIGNS - {" "}):
        return True
    return " ".join(WORDS.findall(lower)) in vocabulary.PLACEHOLDERS
