"""What everybody may see of a table of people: no group under five, and nothing from which one could be worked out. No Django.

Two walls. From what is shown nothing follows for a number that is kept back, because a total is shown only where all that
it adds up is shown. And because totals may be known from elsewhere, further numbers are kept back until nobody who knew
every total could work out a small one, wherever keeping back can do that (complementary suppression: every small number
lies on a circle of numbers that are kept back, along which people could be moved without changing a total).

And a wall over time: what everybody sees is made once a month, and a number moves by five people at least, or stays (`steady`).
Every count that is shown to everybody goes by this module.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

SMALLEST = 5  # the smallest group whose size everybody may know

Cell = tuple[int, int]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ShownCount:
    """A number as it is shown: exactly, or only on which side of five it lies."""

    exact: int | None
    few: bool  # fewer than five

    @property
    def many(self) -> bool:
        """True where at least five are known to be there."""
        return not self.few


@dataclass(frozen=True, slots=True)
class Published:
    """A table as it is shown. In `cells` None is a place that does not exist; a total that is None is not shown."""

    cells: tuple[tuple[ShownCount | None, ...], ...]
    rows: tuple[int | None, ...]
    columns: tuple[int | None, ...]
    total: int | None


def exact(table: Sequence[Sequence[int | None]]) -> Published:
    """Everything as it is, for whoever may know it."""
    cells = tuple(tuple(None if each is None else ShownCount(each, False) for each in row) for row in table)
    return _with_totals(cells)


def suppressed(table: Sequence[Sequence[int | None]]) -> Published:
    """The table as everybody may see it. None in `table` is a place that does not exist: nobody can be there."""
    hidden = _kept_back(table)
    return _with_totals(
        tuple(
            tuple(
                None if value is None else ShownCount(None if (row, column) in hidden else value, value < SMALLEST)
                for column, value in enumerate(line)
            )
            for row, line in enumerate(table)
        )
    )


def steady(before: Mapping[Key, int], now: Mapping[Key, int]) -> dict[Key, int]:
    """What is counted next, after `before`, before anything is kept back: a number moves by five people at least, or stays.

    So nobody learns about one person by comparing a page with what it said earlier. What was not counted before begins as
    it is.
    """
    return {
        key: new if abs(new - before.get(key, new)) >= SMALLEST else before.get(key, new) for key, new in now.items()
    }


def _with_totals(cells: tuple[tuple[ShownCount | None, ...], ...]) -> Published:
    rows = tuple(_sum(line) for line in cells)
    columns = tuple(_sum(line) for line in zip(*cells, strict=True))
    return Published(cells, rows, columns, None if None in rows else sum(each or 0 for each in rows))


def _sum(line: Sequence[ShownCount | None]) -> int | None:
    """The total of a line, where all of it is shown."""
    counts = [each.exact for each in line if each is not None]
    return None if None in counts else sum(each or 0 for each in counts)


def _kept_back(table: Sequence[Sequence[int | None]]) -> set[Cell]:
    """The small numbers, and as few others as protect them."""
    people = {
        (row, column): value for row, line in enumerate(table) for column, value in enumerate(line) if value is not None
    }
    few = sorted(cell for cell, value in people.items() if value < SMALLEST)
    hidden = set(few)
    for cell in few:
        circles = [found for up in (True, False) if (found := _circle(people, hidden, cell, up)) is not None]
        if circles:
            hidden |= min(circles)[1]
    return hidden


def _circle(
    people: dict[Cell, int], hidden: set[Cell], start: Cell, up: bool
) -> tuple[tuple[int, int], frozenset[Cell]] | None:
    """The circle through `start` that keeps back the fewest numbers more, and of the fewest people; None: there is none.

    up: one person more in `start`, one fewer in the next cell of its column, one more in that one's row, and so on back to
    the row of `start`; else the other way round. Every number stays on its side of five, as what is said of it is known.
    """
    if not _may_change(people[start], up):
        return None
    first, last = ("column", start[1]), ("row", start[0])
    best: dict[tuple[str, int], tuple[int, int]] = {first: (0, 0)}
    waiting: list[tuple[tuple[int, int], tuple[str, int], tuple[Cell, ...]]] = [((0, 0), first, ())]
    while waiting:
        cost, node, way = heapq.heappop(waiting)
        if node == last:
            return cost, frozenset(way)
        if cost > best[node]:
            continue
        for cell, following in _beside(people, node):
            # From a column one goes on by undoing what was done to it, from a row by undoing that.
            if cell == start or not _may_change(people[cell], up != (node[0] == "column")):
                continue
            further = cost if cell in hidden else (cost[0] + 1, cost[1] + people[cell])
            if following not in best or further < best[following]:
                best[following] = further
                heapq.heappush(waiting, (further, following, (*way, cell)))
    return None


def _beside(people: dict[Cell, int], node: tuple[str, int]) -> Iterator[tuple[Cell, tuple[str, int]]]:
    kind, number = node
    for cell in people:
        if kind == "column" and cell[1] == number:
            yield cell, ("row", cell[0])
        elif kind == "row" and cell[0] == number:
            yield cell, ("column", cell[1])


def _may_change(value: int, up: bool) -> bool:
    """True where one more (or one fewer) stays on the same side of five, and is not less than nobody."""
    if up:
        return value != SMALLEST - 1
    return value not in (0, SMALLEST)
