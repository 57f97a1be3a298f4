"""What a level is called in a sentence."""

from __future__ import annotations

from typing import Any


def level_label(level: Any) -> str:
    """Code and title of a level, a shape, or a row that keeps them as `level_code` and `level_title`; "IC1" once, not twice."""
    code = getattr(level, "code", None)
    title = getattr(level, "title", "")
    if code is None:
        code, title = level.level_code, level.level_title
    return code if title.strip().casefold() == code.strip().casefold() else f"{code} {title}".strip()
