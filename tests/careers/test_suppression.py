"""Nobody can work out a number that is kept back: neither from what is shown, nor by knowing totals from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.careers.domain.suppression import SMALLEST, Published, ShownCount, exact, suppressed

Table = list[list[int | None]]
counts = st.one_of(st.integers(0, 4), st.integers(0, 9), st.just(5))


@st.composite
def tables(draw: st.DrawFn, most: int = 6) -> Table:
    height, width = draw(st.integers(1, most)), draw(st.integers(1, most))
    cell = st.one_of(counts, counts, counts, st.none())
    return [[draw(cell) for _column in range(width)] for _row in range(height)]


def agrees(table: Table, seen: Published) -> bool:
    """True where the page would look the same with `table`: what a reader knows of it."""
    for line, shown in zip(table, seen.cells, strict=True):
        for value, cell in zip(line, shown, strict=True):
            if (value is None) != (cell is None):
                return False
            if cell is not None and value is not None:
                if cell.exact is not None and cell.exact != value:
                    return False
                if value < 0 or cell.few != (value < SMALLEST):
                    return False
    lines = [(sum(each or 0 for each in line), total) for line, total in zip(table, seen.rows, strict=True)]
    lines += [
        (sum(each or 0 for each in line), total)
        for line, total in zip(zip(*table, strict=True), seen.columns, strict=True)
    ]
    lines.append((sum(each or 0 for line in table for each in line), seen.total))
    return all(total is None or total == found for found, total in lines)


@given(tables())
def test_what_is_shown_is_true_and_no_group_under_five_is_shown(table: Table) -> None:
    seen = suppressed(table)
    assert agrees(table, seen)
    for line in seen.cells:
        for cell in line:
            assert cell is None or cell.exact is None or cell.exact >= SMALLEST


@given(tables())
def test_from_what_is_shown_every_small_number_could_be_any_from_none_to_four(table: Table) -> None:
    seen = suppressed(table)
    for row, line in enumerate(seen.cells):
        for column, cell in enumerate(line):
            if cell is not None and cell.few:
                for value in range(SMALLEST):
                    other = [list(each) for each in table]
                    other[row][column] = value
                    assert agrees(other, seen), (row, column, value)


@given(tables(3))
def test_whoever_knows_every_total_works_out_nothing_that_the_totals_alone_do_not_tell(table: Table) -> None:
    seen = suppressed(table)
    blank = Published(
        tuple(tuple(None if cell is None else ShownCount(None, cell.few) for cell in line) for line in seen.cells),
        seen.rows,
        seen.columns,
        seen.total,
    )
    known, unknowable = possible(table, seen), possible(table, blank)
    for cell, values in known.items():
        if len(values) == 1:
            assert len(unknowable[cell]) == 1, (cell, "could have been protected")


def possible(table: Table, seen: Published) -> dict[tuple[int, int], set[int]]:
    """What each small number could be for somebody who sees the cells and knows all totals: by trying everything."""
    rows = [sum(each or 0 for each in line) for line in table]
    columns = [sum(each or 0 for each in line) for line in zip(*table, strict=True)]
    few = [(r, c) for r, line in enumerate(seen.cells) for c, cell in enumerate(line) if cell is not None and cell.few]
    found: dict[tuple[int, int], set[int]] = {cell: set() for cell in few}
    for candidate in _filled(seen.cells, rows, columns):
        for row, column in few:
            found[row, column].add(candidate[row][column])
    return found


def _filled(
    cells: Sequence[Sequence[ShownCount | None]], rows: list[int], columns: list[int]
) -> Iterator[list[list[int]]]:
    """Every table with these totals that looks like `cells`."""

    def lines(shown: Sequence[ShownCount | None], left: int, room: Sequence[int]) -> Iterator[list[int]]:
        if not shown:
            if left == 0:
                yield []
            return
        for value in _values(shown[0], min(left, room[0])):
            for rest in lines(shown[1:], left - value, room[1:]):
                yield [value, *rest]

    if not cells:
        if not any(columns):
            yield []
        return
    for line in lines(cells[0], rows[0], columns):
        left = [have - value for have, value in zip(columns, line, strict=True)]
        for rest in _filled(cells[1:], rows[1:], left):
            yield [line, *rest]


def _values(cell: ShownCount | None, most: int) -> list[int]:
    if cell is None:
        return [0]
    if cell.exact is not None:
        return [cell.exact] if cell.exact <= most else []
    return list(range(min(SMALLEST - 1, most) + 1)) if cell.few else list(range(SMALLEST, most + 1))


@pytest.mark.parametrize(
    ("table", "kept"),
    [
        ([[9, 9], [9, 9]], set()),  # nothing small
        ([[2, 9], [9, 9]], {(0, 0), (0, 1), (1, 0), (1, 1)}),  # the row's total alone would tell
        ([[2, 9, 30], [9, 30, 9], [30, 9, 3]], {(0, 0), (0, 2), (2, 0), (2, 2)}),  # two small ones protect each other
        ([[2, 9]], {(0, 0)}),  # a single row: its columns are its cells, nothing more can be done
        ([[0, 0], [0, 0]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
    ],
)
def test_by_hand(table: Table, kept: set[tuple[int, int]]) -> None:
    seen = suppressed(table)
    hidden = {(r, c) for r, line in enumerate(seen.cells) for c, cell in enumerate(line) if cell and cell.exact is None}
    assert hidden == kept


def test_a_total_is_shown_only_where_all_of_its_line_is() -> None:
    seen = suppressed([[9, 8, None], [7, 6, None], [None, None, 5]])
    assert (seen.rows, seen.columns, seen.total) == ((17, 13, 5), (16, 14, 5), 35)
    seen = suppressed([[9, 8, 20], [7, 6, 20], [20, 20, 1]])
    assert seen.total is None
    assert seen.rows[2] is None
    assert seen.columns[2] is None


def test_whoever_may_know_sees_everything() -> None:
    seen = exact([[0, 3], [None, 7]])
    assert [[cell and cell.exact for cell in line] for line in seen.cells] == [[0, 3], [None, 7]]
    assert (seen.rows, seen.columns, seen.total) == ((3, 7), (0, 10), 10)
