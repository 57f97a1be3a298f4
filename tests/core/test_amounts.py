"""One parser of amounts: what has one reading, what has two, and how a column decides."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.core.amounts import (
    AmountColumn,
    AmountError,
    DecimalManner,
    NumberText,
    column_of,
    is_open,
    read_amount,
    readings,
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("62670", "62670.00"),
        ("62670.5", "62670.50"),
        ("62670,50", "62670.50"),
        ("62,670.50", "62670.50"),
        ("62.670,50", "62670.50"),
        ("62 670", "62670.00"),
        ("62\u00a0670,50", "62670.50"),
        ("62\u202f670.50", "62670.50"),
        ("62\u2009670", "62670.00"),
        ("62'670.50", "62670.50"),
        ("62’670", "62670.00"),
        ("62’670.–", "62670.00"),
        ("1,234,567", "1234567.00"),
        ("1.234.567", "1234567.00"),
        ("12,34,567.00", "1234567.00"),
        ("82405.3864", "82405.39"),
        ("82405.386", "82405.39"),
        ("82405,386", "82405.39"),
        ("0.386", "0.39"),
        ("41200.000000000007", "41200.00"),
        ("$112,464.00", "112464.00"),
        ("68 896 €", "68896.00"),
    ],
)
def test_one_reading(text: str, amount: str) -> None:
    assert read_amount(text) == D(amount)


@pytest.mark.parametrize(("text", "point", "comma"), [("62,670", 62670, "62.67"), ("62.670", "62.67", 62670)])
def test_two_readings_are_asked(text: str, point: str | int, comma: str | int) -> None:
    assert readings(text) == {DecimalManner.POINT: D(point), DecimalManner.COMMA: D(comma)}
    with pytest.raises(AmountError, match=r"could be .* or .*"):
        read_amount(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-5",
        "1e5",
        "NaN",
        "12,34,56",
        "abc",
        "6 2670",
        "62,67,0",
        "62'67.50",
        "1,234.567,8",
        "٣٤",
        "0,123,456",
        "9" * 41,
    ],
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(AmountError, match="is no amount"):
        read_amount(text)
    assert readings(text) == {}


@pytest.mark.parametrize(
    ("texts", "manner", "open_", "read"),
    [
        (["62,670", "8,500.50"], DecimalManner.POINT, ("62,670",), ["62670.00", "8500.50"]),
        (["62.670", "8.500,50"], DecimalManner.COMMA, ("62.670",), ["62670.00", "8500.50"]),
        (["62.670", "82405.3864"], DecimalManner.POINT, ("62.670",), ["62.67", "82405.39"]),
        (["62,670", "70,000", "71000"], None, ("62,670", "70,000"), ["62670.00", "70000.00", "71000.00"]),
        (["62670", "71 000", "blue", ""], None, (), ["62670.00", "71000.00"]),
    ],
)
def test_the_whole_column_decides(
    texts: list[str], manner: DecimalManner | None, open_: tuple[str, ...], read: list[str]
) -> None:
    column = column_of(texts)
    assert (column.manner, column.open, column.mixed) == (manner, open_, False)
    assert [column.read(text) for text in texts if text[:1].isdigit()] == [D(each) for each in read]
    assert column.guessed == (manner is None and bool(open_))


def test_a_column_in_both_manners_leaves_the_rest_open() -> None:
    column = column_of(["8,500.50", "8.500,50", "62,670"])
    assert (column.manner, column.mixed, column.guessed) == (None, True, True)
    assert (column.read("8,500.50"), column.read("8.500,50")) == (D("8500.50"), D("8500.50"))
    with pytest.raises(AmountError, match="could be"):
        column.read("62,670")
    with pytest.raises(AmountError, match="is no amount"):
        AmountColumn(DecimalManner.POINT).read("blue")


@given(st.decimals("0.01", "999999999999.99", places=2), st.sampled_from(", ' ’ \u202f"))
def test_what_is_written_in_one_manner_is_read_again(value: D, sign: str) -> None:
    spaced = f"{value:,.2f}".replace(",", sign)
    assert readings(spaced)[DecimalManner.POINT] == value
    mirrored = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    assert readings(mirrored)[DecimalManner.COMMA] == value
    assert column_of([spaced, mirrored]).read(spaced) == value


def test_a_number_is_read_in_one_way_and_tells_nothing_about_the_texts_beside() -> None:
    number = NumberText("23.125")
    assert (readings(number), number.in_cents, is_open(number)) == ({DecimalManner.POINT: D("23.13")}, "23.13", False)
    column = column_of([NumberText("62670.5"), "62.670", "8.500,50", number])
    assert (column.manner, column.open, column.read("62.670")) == (DecimalManner.COMMA, ("62.670",), D(62_670))
    assert (column.read(number), AmountColumn(mixed=True).read(number)) == (D("23.13"), D("23.13"))
    assert column_of([number, "23.125"]) == AmountColumn(open=("23.125",))
    with pytest.raises(AmountError, match="is no amount"):
        read_amount(NumberText("-5.125"))
    assert NumberText("-5.125").in_cents == "-5.125"
