"""Our own files after accidents: whatever is broken in them gets a sentence, and never an exception."""

from __future__ import annotations

import random
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from ladders.exchange.frameworks_in.build.to_version import shape_from
from ladders.exchange.frameworks_out.formats.formats import Format
from ladders.frameworks.library import template_shape

from .exports import DUE, PLAN, received, sent

JUNK = [
    b"",
    b"x",
    b'"',
    b",",
    b"\n",
    b"{",
    b"}",
    b"null",
    b"[]",
    b"-1",
    b"99999999999",
    b": ",
    b"- ",
    b"  ",
    b"'",
    b"\xff",
    b"\x00",
]

WRONG = ["null", "[]", "{}", "-5", "true", "[1]", '{"a": [{}]}', '"?"']


@pytest.mark.parametrize("format", [Format.JSON, Format.CSV, Format.MARKDOWN])
def test_damaged_texts(format: Format) -> None:
    whole = sent(template_shape("design", PLAN), format)
    dice = random.Random(7)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            start = dice.randrange(len(data))
            data[start : start + dice.choice([0, 1, 5, 200, 5_000])] = dice.choice(JUNK)
        _survives(bytes(data), format)


def test_damaged_json_values() -> None:
    """Values of the wrong kind in a document that is still valid JSON."""
    whole = sent(template_shape("design", PLAN), Format.JSON).decode()
    lines = whole.split("\n")
    dice = random.Random(8)
    for _ in range(120):
        changed = list(lines)
        number = dice.randrange(2, len(lines) - 1)
        name, colon, value = changed[number].partition(": ")
        if not colon or value.endswith(("{", "[")):
            continue
        end = "," if value.endswith(",") else ""
        changed[number] = f"{name}: {dice.choice(WRONG)}{end}"
        _survives("\n".join(changed).encode(), Format.JSON)


def test_damaged_workbooks() -> None:
    """Cells of any sheet emptied, moved or filled with something else, hidden marks included."""
    whole = sent(template_shape("design", PLAN), Format.XLSX)
    dice = random.Random(9)
    for _ in range(10):
        book = openpyxl.load_workbook(BytesIO(whole))
        for area in list(book["Framework"].merged_cells.ranges):
            book["Framework"].unmerge_cells(str(area))
        for _ in range(25):
            sheet = dice.choice(book.worksheets)
            cell = sheet.cell(dice.randint(1, min(sheet.max_row, 30)), dice.randint(1, sheet.max_column))
            cell.value = dice.choice([None, "x", 7, True, -1.5, "level::", "track:", sheet.cell(1, 4).value, "group:x"])
        out = BytesIO()
        book.save(out)
        _survives(out.getvalue(), Format.XLSX)


def test_a_workbook_with_damaged_parts() -> None:
    whole = sent(template_shape("design", PLAN), Format.XLSX)
    for name in ZipFile(BytesIO(whole)).namelist():
        out = BytesIO()
        with ZipFile(BytesIO(whole)) as source, ZipFile(out, "w") as target:
            for part in source.namelist():
                target.writestr(part, source.read(part)[:-40] if part == name else source.read(part))
        _survives(out.getvalue(), Format.XLSX)


def _survives(data: bytes, format: Format) -> None:
    """It is read without an exception, and either makes a version or says why not."""
    result = received(data, format)
    if result.errors:
        assert all(problem.message.endswith((".", "”")) for problem in result.errors)
        return
    for framework in result.draft.frameworks:
        shape_from(framework, name="X", plan=PLAN, scale=(), statement="", due=DUE)
