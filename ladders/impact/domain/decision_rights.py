"""Rights to decide that go with a grade: a seat in calibration, a say in hiring, a veto, a budget. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RightShape:
    """A right of everybody on a grade; `kinds` names the kinds of track that hold it, empty for every track."""

    name: str
    kinds: tuple[str, ...] = ()

    def held_by(self, kind: str) -> bool:
        """True when levels of that kind of track hold it."""
        return not self.kinds or kind in self.kinds

    @property
    def key(self) -> str:
        """What makes it the same right on another grade."""
        return right_key(self.name)


def right_key(name: str) -> str:
    """A right is found by its words, however they are spaced and written."""
    return " ".join(name.split()).casefold()


def rights_of(stored: Iterable[Mapping[str, Any]]) -> tuple[RightShape, ...]:
    """As plain data, from what a grade's range keeps."""
    return tuple(RightShape(item["name"], tuple(item["kinds"])) for item in stored)


def stored_rights(rights: Iterable[RightShape]) -> list[dict[str, Any]]:
    """What a grade's range keeps."""
    return [{"name": right.name, "kinds": list(right.kinds)} for right in rights]


@dataclass(frozen=True, slots=True)
class RightsChange:
    """What people on a grade may decide from now on, and what no longer; a right of other tracks than before is in both."""

    grade: str
    gained: tuple[RightShape, ...]
    lost: tuple[RightShape, ...]


def changed_rights(
    before: Mapping[str, tuple[RightShape, ...]], after: Mapping[str, tuple[RightShape, ...]]
) -> tuple[RightsChange, ...]:
    """Grade code → rights of two plans; the grades that differ, in the order of `after`, those that go last."""
    found = []
    for code in (*after, *(code for code in before if code not in after)):
        old = {(right.key, right.kinds): right for right in before.get(code, ())}
        new = {(right.key, right.kinds): right for right in after.get(code, ())}
        gained = tuple(right for key, right in new.items() if key not in old)
        lost = tuple(right for key, right in old.items() if key not in new)
        if gained or lost:
            found.append(RightsChange(code, gained, lost))
    return tuple(found)
