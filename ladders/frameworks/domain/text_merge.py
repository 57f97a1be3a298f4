"""Two people changed the same thing: what can be put together by itself, and what a person has to choose. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome: `values` to save where nothing has to be chosen, and the names of the fields where something has."""

    values: dict[str, Any]
    conflicts: tuple[str, ...]
    kept: tuple[str, ...]  # fields that the other person changed and this one did not


def merge(base: Mapping[str, Any] | None, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    """Three-way merge, field by field. `base` is what I saw when I began; without it every difference is a conflict.

    A field that only one of us changed keeps that change. Where both wrote something different, `values` holds mine
    until a person has chosen.
    """
    values: dict[str, Any] = {}
    conflicts, kept = [], []
    for name, own in mine.items():
        other = theirs[name]
        values[name] = own
        if own == other:
            continue
        if base is not None and own == base.get(name):
            values[name] = other
            kept.append(name)
        elif base is None or other != base.get(name):
            conflicts.append(name)
    return Merge(values, tuple(conflicts), tuple(kept))
