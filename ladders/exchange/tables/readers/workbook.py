"""Workbooks (xlsx, xls, ods) into tables, one for each visible sheet that holds anything."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ladders.core.amounts import NumberText
from ladders.exchange.frameworks_out.formats.formats import WORKBOOK
from ladders.exchange.round_trip.build import Returned
from ladders.exchange.round_trip.sheets import RawSheet, is_ours
from ladders.exchange.round_trip.workbook import from_sheets

from .. import limits
from ..errors import ExchangeError
from ..sheets import LeftOut, OmissionReason, Place, Problem, Table, clean, index_of, make_table
from .kinds import FileKind
from .number_formats import padded_cells
from .package import inspect_ods, inspect_xlsx, sheet_titles

logger = logging.getLogger(__name__)

SCRIPT = Path(__file__).with_name("workbook_process.py")
LIMITS = {
    "memory": limits.READ_MEMORY,
    "seconds": limits.READ_SECONDS,
    "sheets": limits.MAX_SHEETS,
    "rows": limits.MAX_ROWS,
    "cells": limits.MAX_CELLS,
    "text": limits.MAX_TEXT,
}
KEPT_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")  # no secrets where foreign files are taken apart
PASSWORD_SIGNS = ("password", "encrypted", "decrypt")


@dataclass
class _Sheet:
    """A sheet as it comes out of the reading process."""

    name: str
    visible: bool
    first_column: int  # its cells are as they stand in the file
    rows: dict[int, list[str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass
class WorkbookRead:
    """The tables of a workbook, what was odd about it, the sheets that were left out; or the framework it is, if ours."""

    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    returned: Returned | None = None


def read_workbook(name: str, data: bytes, kind: FileKind, *, ours: bool = False) -> WorkbookRead:
    """What is in a workbook. `ours`: one that this product wrote comes back as a framework, exactly.

    Raises ExchangeError when it cannot be read: damaged, protected, too big.
    """
    problems: list[Problem] = []
    if kind is FileKind.XLSX:
        problems = inspect_xlsx(name, data)
    elif kind is FileKind.ODS:
        inspect_ods(name, data)
    said = _run(name, data)
    padded = _padded(data) if kind is FileKind.XLSX else {}
    if ours and WORKBOOK.encode() in said:
        raw = [RawSheet(sheet.name, sheet.first_column, sheet.rows) for sheet in _sheets(name, said)]
        if is_ours(raw):
            returned = from_sheets(name, raw)
            return WorkbookRead(problems=[*problems, *returned.problems], returned=returned)
    tables, left_out = [], []
    for sheet in _sheets(name, said):
        if not sheet.rows:
            continue
        if not sheet.visible:
            message = f"Sheet “{sheet.name}” is hidden and was not read. Unhide it in the workbook if it is needed."
            left_out.append(LeftOut(Place(name, sheet.name), OmissionReason.SKIPPED_SHEET, message))
            continue
        tables.append(_table(name, sheet, padded.get(sheet.name, {})))
    if not tables:
        raise ExchangeError(f"{name} holds no filled cell in any visible sheet. Choose another file.", Place(name))
    seen = {table.sheet for table in tables} | {""}
    return WorkbookRead(tables, [problem for problem in problems if problem.sheet in seen], left_out)


def _run(name: str, data: bytes) -> bytes:
    """What the reading process says."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(SCRIPT), json.dumps(LIMITS)],
            input=data,
            capture_output=True,
            timeout=limits.READ_SECONDS + 5,
            check=False,
            env={key: os.environ[key] for key in KEPT_ENVIRONMENT if key in os.environ} | {"RUST_BACKTRACE": "0"},
        )
    except subprocess.TimeoutExpired:
        raise _too_much(name) from None
    if done.returncode:
        logger.warning(
            "Reading a workbook ended with %s: %s", done.returncode, done.stderr[-500:].decode("utf-8", "replace")
        )
    return done.stdout


def _sheets(name: str, said: bytes) -> Iterator[_Sheet]:
    """The sheets in what the reading process said. Raises ExchangeError for what it complains about."""
    sheet: _Sheet | None = None
    for line in said.splitlines():
        try:
            what, *values = json.loads(line)
        except ValueError:
            break
        if what == "error":
            raise _refusal(name, *values)
        if what == "end":
            if sheet:
                yield sheet
            return
        if what == "sheet":
            if sheet:
                yield sheet
            sheet = _Sheet(*values)
        elif sheet and what == "row":
            number, cells, places = values
            for place in places:
                cells[place] = NumberText(cells[place])
            sheet.rows[number] = cells
        elif sheet and what == "merged":
            sheet.merged = [tuple(area) for area in values[0]]
    raise _too_much(name)  # it ended without saying so: stopped by a limit


def _refusal(name: str, code: str, detail: str) -> ExchangeError:
    """A sentence for what the reading process could not do."""
    if code == "sheets":
        return ExchangeError(
            f"{name} has {detail} sheets; at most {limits.MAX_SHEETS} are read. Part the workbook.", Place(name)
        )
    if code in {"rows", "cells"}:
        amount = f"{limits.MAX_ROWS:,} rows" if code == "rows" else f"{limits.MAX_CELLS:,} filled cells"
        return ExchangeError(
            f"{name}, sheet “{detail}” has more than {amount}. Keep what belongs to the framework, or part the file.",
            Place(name, detail),
        )
    if code == "memory":
        return _too_much(name)
    if code == "PasswordError" or any(sign in detail.lower() for sign in PASSWORD_SIGNS):
        return ExchangeError(
            f"{name} is protected with a password. Open it, remove the password, save it and try again.", Place(name)
        )
    return ExchangeError(
        f"{name} is damaged and cannot be read as a workbook. Open it in Excel or LibreOffice, save it as .xlsx "
        "and try again.",
        Place(name),
    )


def _too_much(name: str) -> ExchangeError:
    return ExchangeError(
        f"{name} takes too much time or memory to read. Often a stray cell far below or far to the right of the data "
        "is why: copy the data into a new workbook, or save the sheet as CSV, and try again.",
        Place(name),
    )


def _padded(data: bytes) -> dict[str, dict[tuple[int, str], str]]:
    """Sheet → (row, column letters) → the number as it is shown, where the workbook shows leading zeros."""
    try:
        found = padded_cells(data)
    except (ElementTree.ParseError, KeyError, ValueError, zipfile.BadZipFile, zlib.error):
        return {}  # styles that cannot be read: the numbers are read without them
    titles = sheet_titles(data) if found else {}
    return {titles.get(part, ""): cells for part, cells in found.items()}


def _table(name: str, sheet: _Sheet, padded: dict[tuple[int, str], str]) -> Table:
    """The sheet as a table, each cell of a merged area with the area's text, each number as the workbook shows it."""
    for (number, column), text in padded.items():
        index = index_of(column) - sheet.first_column
        if number in sheet.rows and 0 <= index < len(sheet.rows[number]):
            sheet.rows[number][index] = text
    for number, cells in sheet.rows.items():
        sheet.rows[number] = [clean(cell) for cell in cells]
    filled = list(_fill(sheet))
    table = make_table(name, sheet.name, sorted(sheet.rows.items()), first_column=sheet.first_column, merged=filled)
    if len(table.letters) > limits.MAX_COLUMNS:
        raise ExchangeError(
            f"{name}, sheet “{sheet.name}” uses {len(table.letters):,} columns; at most {limits.MAX_COLUMNS:,} are "
            f"read. Look for a stray cell in column {table.letters[-1]} and delete it.",
            Place(name, sheet.name, column=table.letters[-1]),
        )
    return table


def _fill(sheet: _Sheet) -> Iterator[tuple[int, int]]:
    """Copies the text of merged areas into all their cells, within the used range; tells which cells it filled."""
    offset, last = sheet.first_column, max(sheet.rows)
    width = max(map(len, sheet.rows.values()))
    budget = limits.MAX_CELLS
    for top, left, bottom, right in sheet.merged:
        source: list[Any] = sheet.rows.get(top + 1, [])
        text = source[left - offset] if 0 <= left - offset < len(source) else ""
        if not text:
            continue
        for number in range(top + 1, min(bottom + 1, last) + 1):
            cells = sheet.rows.setdefault(number, [])
            for column in range(left, min(right, offset + width - 1) + 1):
                budget -= 1
                if budget < 0:
                    return
                if (number, column) == (top + 1, left):
                    continue
                cells.extend([""] * (column - offset + 1 - len(cells)))
                cells[column - offset] = text
                yield number, column
