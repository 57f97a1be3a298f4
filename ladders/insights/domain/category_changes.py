"""What a decision about categories changed against the one before it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """A grade that is in another category than before; "" is a category by itself."""

    grade: str
    before: str
    after: str


def changed_categories(
    before: Mapping[str, str], after: Mapping[str, str], scale: Iterable[str]
) -> tuple[CategoryChange, ...]:
    """Grade code → category of both decisions, in the order of the scale."""
    return tuple(
        CategoryChange(code, before.get(code, ""), after.get(code, ""))
        for code in scale
        if before.get(code, "") != after.get(code, "")
    )
