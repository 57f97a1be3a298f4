"""A column read at once says what its cells say one by one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ladders.core.amounts import AmountColumn, DecimalManner, NumberText, column_of
from ladders.exchange.people.values import name_of
from ladders.exchange.tables.whole_columns import plain_amounts, plain_names

PLAIN = ["60000", "60000.5", "0060.25", "", "0", "999999999999999.99"]


@pytest.mark.parametrize("manner", [None, *DecimalManner])
@pytest.mark.parametrize("mixed", [False, True])
def test_plain_amounts_are_the_same_in_every_manner(manner: DecimalManner | None, mixed: bool) -> None:
    column = AmountColumn(manner, mixed=mixed)
    found = plain_amounts(PLAIN)
    assert found == [column.read(text) if text else None for text in PLAIN]
    assert [str(each) for each in found or ()] == ["60000.00", "60000.50", "60.25", "None", "0.00", PLAIN[-1]]


@pytest.mark.parametrize(
    "odd", ["60,000", "1.234", "60 000", "-5", "€5", "1e3", "5.", ".5", "5\n", "5\n6", "٣", "1" * 16, NumberText("5")]
)
def test_one_odd_amount_has_all_read_one_by_one(odd: str) -> None:
    assert plain_amounts([*PLAIN, odd]) is None


def test_how_a_plain_column_is_written_is_told_by_its_first_cents() -> None:
    assert column_of(PLAIN) == AmountColumn(DecimalManner.POINT, "60000.5")
    assert column_of(["60000", ""]) == AmountColumn()
    assert column_of([*PLAIN, "1.234"]) == AmountColumn(DecimalManner.POINT, "60000.5", ("1.234",))
    assert column_of(iter(["7,50", "60000.5"])).mixed
    assert column_of([NumberText("7.5"), "60000"]) == AmountColumn()
    assert AmountColumn(DecimalManner.COMMA).read("60000.5") == Decimal("60000.50")


def test_plain_names_are_themselves() -> None:
    names = ["P1", "00017", "Ä-9", "a'b"]
    assert plain_names(names, 5) == [name_of(text, 5) for text in names]
    assert plain_names((), 5) == ()
    for odd in ("A 1", "A\u00a01", "A\n1", "longer", "A\t1"):
        assert plain_names([*names, odd], 5) is None
