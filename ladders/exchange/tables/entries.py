"""What documents are read into: texts, None, lists, and objects that know their line."""

from __future__ import annotations

from typing import Any, TypeAlias

Value: TypeAlias = "str | list[Any] | Entry | None"


class Entry(dict[str, Any]):
    """An object of a document, with the line it begins in and, where known, the line of each value."""

    def __init__(self, line: int, pairs: dict[str, Any] | None = None, lines: dict[str, int] | None = None) -> None:
        super().__init__(pairs or {})
        self.line = line
        self.lines = lines or {}
