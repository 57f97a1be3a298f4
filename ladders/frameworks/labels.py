"""What a level is called in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def code_and_title(level: Any) -> tuple[str, str]:
    """Of a level, a shape, a row that keeps them as `level_code` and `level_title`, or a mapping with either."""
    for code, title in (("code", "title"), ("level_code", "level_title")):
        if isinstance(level, Mapping):
            if code in level:
                return str(level[code] or ""), str(level.get(title) or "")
        elif hasattr(level, code):
            return str(getattr(level, code) or ""), str(getattr(level, title, "") or "")
    return "", str(level)


def level_label(level: Any) -> str:
    """Code and title, once where they are the same: "IC1", not "IC1 IC1"."""
    code, title = code_and_title(level)
    return code if title.strip().casefold() == code.strip().casefold() else f"{code} {title}".strip()


def beside_code(level: Any) -> str:
    """The title where it says more than the code that stands before it; empty without a level."""
    if not level:
        return ""
    code, title = code_and_title(level)
    return title if title.strip().casefold() != code.strip().casefold() else ""
