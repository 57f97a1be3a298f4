"""What higher rooms have built on somebody's level, so that it is not pulled away from under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

Builder = Callable[[Collection[int], dt.datetime], set[int]]

_builders: list[Builder] = []


def add_builder(builder: Builder) -> None:
    """Register who can tell: ids of employees and a moment → those of them for whom something was built on since."""
    _builders.append(builder)


def built_upon(employees: Collection[int], since: dt.datetime) -> set[int]:
    """Those of the employees whose level something was built on since that moment."""
    return {pk for builder in _builders for pk in builder(employees, since)}
