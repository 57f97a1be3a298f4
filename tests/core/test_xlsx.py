"""Tables as xlsx: what was written is what readers read, exactly, whatever the text."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from ladders.core.xlsx import LONGEST, table

DAY = dt.date(2026, 11, 27)


def read(data: bytes) -> list[list[Any]]:
    """The rows as openpyxl reads them."""
    return [list(row) for row in load_workbook(io.BytesIO(data)).worksheets[0].values]


def test_every_kind_of_cell_comes_back() -> None:
    rows: list[list[Any]] = [
        ["Ada & <Ben>", 3, Decimal("84000.50"), DAY, None],
        ["  spaces kept ", 0, Decimal("-0.10"), dt.datetime(2026, 11, 27, 8, 5), "a\nb"],
    ]
    data = table("Pay", ["Name", "Count", "Amount", "Day", "Note"], rows)
    assert read(data) == [
        ["Name", "Count", "Amount", "Day", "Note"],
        ["Ada & <Ben>", 3, 84000.5, dt.datetime(2026, 11, 27), None],
        ["  spaces kept ", 0, -0.1, dt.datetime(2026, 11, 27, 8, 5), "a\nb"],
    ]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Pay").to_python()
    assert sheet[1] == ["Ada & <Ben>", 3.0, 84000.5, DAY, ""]


@given(st.decimals("-999999999999.99", "999999999999.99", places=2, allow_nan=False))
def test_amounts_are_written_to_the_last_cent(amount: Decimal) -> None:
    with zipfile.ZipFile(io.BytesIO(table("t", ["a"], [[amount]]))) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    assert f"<v>{amount:f}</v>" in text


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=40))
def test_any_text_makes_a_file_that_opens(text: str) -> None:
    assert read(table("t", ["a", "b"], [[text, 1]]))[1] == [text or None, 1]


@pytest.mark.parametrize("text", ["a\0b", "a\ufffe", "a\ud800b", "\x1b[0m"])
def test_signs_that_no_sheet_may_hold_are_left_out(text: str) -> None:
    kept = "".join(sign for sign in text if sign >= " " and sign not in "\ufffe\ud800")
    assert read(table(text, ["a", "b"], [[text, 1]]))[1] == [kept or None, 1]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    cell = load_workbook(io.BytesIO(table("t", ["a"], [[text]]))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_what_is_too_long_is_cut_and_what_is_unknown_refused() -> None:
    assert len(read(table("t", ["a"], [["x" * 40_000]]))[1][0]) == LONGEST
    with pytest.raises(TypeError, match="float"):
        table("t", ["a"], [[1.5]])  # type: ignore[list-item]
