"""What a level is called in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_NAMES = (("code", "title"), ("level_code", "level_title"))


def code_and_title(level: Any) -> tuple[str, str]:
    """Of a level, a shape, a row that keeps them as `level_code` and `level_title`, or a mapping with either."""
    for code, title in _NAMES:
        if hasattr(level, code):
            return str(getattr(level, code) or ""), str(getattr(level, title, "") or "")
        if isinstance(level, Mapping) and code in level:
            return str(level[code] or ""), str(level.get(title) or "")
    return "", str(level)


def level_label(level: Any) -> str:
    """Code and title, once where they are the same: "IC1", not "IC1 IC1"."""
    return code_with_title(*code_and_title(level))


def code_with_title(code: str, title: str) -> str:
    """The same of both."""
    return code if _same(code, title) else f"{code} {title}".strip()


@lru_cache(maxsize=4096)
def _same(code: str, title: str) -> bool:
    return title.strip().casefold() == code.strip().casefold()


def beside_code(level: Any) -> str:
    """The title where it says more than the code that stands before it; empty without a level."""
    if not level:
        return ""
    code, title = code_and_title(level)
    return "" if _same(code, title) else title
