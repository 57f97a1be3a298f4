"""Short texts as they are stored."""

from __future__ import annotations

import unicodedata

_NO_TEXT = {"Cc", "Zl", "Zp"}  # control characters, separators of lines and paragraphs


def single_line(text: str) -> str:
    """The text without line breaks and control characters, its words one blank apart: fit for the subject of a mail."""
    return " ".join("".join(" " if unicodedata.category(sign) in _NO_TEXT else sign for sign in text).split())
