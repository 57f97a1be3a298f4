"""A text of what a level asks, as it is kept: bounded, and alike whatever browser sent it. Pure."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 4_000  # characters of a descriptor or of examples: about a page


def tidy(text: str) -> str:
    """The text with plain line ends, without white space at the ends of lines: the same text is then the same text."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
