"""Workbooks made to use up whoever reads them: looked at in a process of its own, in steps that grow with the file."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
import pytest

from ladders.exchange.tables.errors import ExchangeError
from ladders.exchange.tables.readers import read_file, workbook
from ladders.exchange.tables.readers.workbook_process.cells import look_at_cells

SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'


def workbook_with(sheet: bytes) -> bytes:
    """An ordinary workbook whose first worksheet is this text."""
    plain, out = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Level", "Skill"])
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in source.namelist():
            made.writestr(part, sheet if part == "xl/worksheets/sheet1.xml" else source.read(part))
    return out.getvalue()


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "cells that never end": lambda count: SHEET + b"<f></f>" + b'<c r="A1">' * count,
    "attributes that never end": lambda count: SHEET + b"<f></f>" + b"<c " * count,
    "prefixes": lambda count: SHEET + b"<f></f>" + b"<" + b"a" * count + b":c ",
    "entities": lambda count: (
        b"<!DOCTYPE x [" + b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 9) for n in range(1, 12)) + b"]>"
        + SHEET + b"<c r='A1'><f/><v>&e11;</v></c>" * count
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_small_file_takes_no_longer_than_an_ordinary_one(kind: str) -> None:
    """In the time that a file of this size gets, which is short; the old patterns needed minutes for the first of these."""
    data = workbook_with(HOSTILE[kind](100_000))
    assert len(data) < 20_000
    with pytest.raises(ExchangeError) as refusal:
        read_file("hostile.xlsx", data)
    assert "is damaged" in refusal.value.problem.message


def test_looking_into_a_workbook_happens_under_limits_of_time_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []
    run = subprocess.run

    def watched(command: list[str], **how: object) -> object:
        given.append(command)
        return run(command, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)
    monkeypatch.setitem(workbook.LIMITS, "memory", 64 << 20)
    blanks = workbook_with(SHEET + b"<c r='A1'><f>1</f><v>" + b"x" * (100 << 20))
    with pytest.raises(ExchangeError, match=r"takes too much time or memory|is damaged"):
        read_file("large.xlsx", blanks)
    [[python, *_]] = given
    assert python == sys.executable


def test_a_cell_is_kept_at_a_time_whatever_the_length_of_the_file() -> None:
    """A thousand times the text needs no more room: what was read is let go."""
    told: list[tuple[object, ...]] = []

    def endless(count: int) -> Iterator[bytes]:
        yield SHEET
        for number in range(count):
            yield b'<c r="A%d"><f>1</f><v>%s</v></c>' % (number + 1, b"9" * 10_000)
        yield b'<c r="B1"><f>1</f></c><c r="C1" t="e"><f>1</f><v>#REF!</v></c></row></sheetData></worksheet>'

    look_at_cells(endless(1_000), {}, lambda *what: told.append(what))
    assert told == [("formula", 1, "B", ""), ("error", 1, "C", "#REF!")]
