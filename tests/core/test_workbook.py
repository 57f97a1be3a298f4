"""Tables as xlsx, read back by two readers."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ladders.core.workbook import table

ROWS: list[list[Any]] = [
    ["E1", "Zoë <Ürün> & Söhne", Decimal("38.50"), dt.date(2024, 2, 29), None],
    ["00012", "=1+1", 7, dt.date(1970, 1, 1), "  two spaces"],
    ["", "A\x00\ud800da\x1f", 0, None, "@cmd"],
]


def test_what_is_written_is_read_back() -> None:
    content = table("People / all", ["Number", "Name", "Hours", "Day", "Note"], ROWS)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.title == "People   all"
    read = list(sheet.iter_rows(values_only=True))
    assert read[0] == ("Number", "Name", "Hours", "Day", "Note")
    assert read[1] == ("E1", "Zoë <Ürün> & Söhne", 38.5, dt.datetime(2024, 2, 29), None)
    assert read[2] == ("00012", "=1+1", 7, dt.datetime(1970, 1, 1), "  two spaces")
    assert read[3] == (None, "Ada", 0, None, "@cmd")
    assert (sheet["B3"].data_type, sheet["B3"].quotePrefix) == ("s", True)
    assert sheet.freeze_panes == "C2"
    rows = CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1] == ["E1", "Zoë <Ürün> & Söhne", 38.5, dt.date(2024, 2, 29), ""]


@settings(max_examples=30)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_any_text_makes_a_sound_file(texts: list[str]) -> None:
    content = table("T", ["H"] * len(texts), [texts])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    fit = "".join(char for char in texts[0] if char in "\t\n" or " " <= char < "\ud800" or "\ue000" <= char < "\ufffe")
    if all(ord(char) < 0xFFFE for char in texts[0]) and "\r" not in texts[0]:
        assert (sheet["A2"].value or "") == fit
