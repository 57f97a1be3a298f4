"""Workbooks (xlsx, xls, ods) into tables, one for each visible sheet that holds anything."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ladders.core.amounts import NumberText
from ladders.core.sentences import gettext as _
from ladders.exchange.frameworks_out.formats.formats import WORKBOOK
from ladders.exchange.round_trip.build import Returned
from ladders.exchange.round_trip.sheets import RawSheet, is_ours
from ladders.exchange.round_trip.workbook import from_sheets

from .. import limits
from ..errors import ExchangeError
from ..sheets import LeftOut, OmissionReason, Place, Problem, Table, clean, index_of, make_table, warning
from .kinds import CURE, FOREIGN_PARTS
from .workbook_process.main import look_into

logger = logging.getLogger(__name__)

FOLDER = str(Path(__file__).parent)
# Python runs apart from everything that is installed for users or set in the environment, and finds the one package.
SCRIPT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from workbook_process.main import main; main()"
LIMITS = {
    "memory": limits.READ_MEMORY,
    "unzipped": limits.MAX_UNZIPPED_BYTES,
    "noted": limits.MAX_NOTED,
    "foreign": [part for part, _what in FOREIGN_PARTS],
    "sheets": limits.MAX_SHEETS,
    "rows": limits.MAX_ROWS,
    "cells": limits.MAX_CELLS,
    "text": limits.MAX_TEXT,
}
KEPT_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")  # no secrets where foreign files are taken apart
UNPACK = _("Unpack it and choose the files in it.")
NO_WORKBOOK = {
    "parts": _(
        "is damaged: the file ends too early or parts of it are unreadable. Download or save it again "
        "and try once more."
    ),
    "binary": _("is a binary Excel workbook (.xlsb). Save it as .xlsx and try again."),
    "opendocument": _("is an OpenDocument text or drawing and no spreadsheet. %(cure)s") % {"cure": CURE},
}
HERE = False  # True in the reading process (`reading_process.py`), which is limited and needs no other
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


def read_workbook(name: str, data: bytes, *, ours: bool = False) -> WorkbookRead:
    """What is in a workbook. `ours`: one that this product wrote comes back as a framework, exactly.

    Raises ExchangeError when it cannot be read: damaged, protected, too big.
    """
    said = _run(name, data)
    notes = _Notes(name)
    if ours and WORKBOOK.encode() in said:
        raw = [RawSheet(sheet.name, sheet.first_column, sheet.rows) for sheet in _sheets(name, said, notes)]
        if is_ours(raw):
            returned = from_sheets(name, raw)
            return WorkbookRead(problems=[*notes.problems, *returned.problems], returned=returned)
        notes = _Notes(name)
    tables, left_out = [], []
    for sheet in _sheets(name, said, notes):
        if not sheet.rows:
            continue
        if not sheet.visible:
            message = _("Sheet “%(name)s” is hidden and was not read. Unhide it in the workbook if it is needed.") % {
                "name": sheet.name
            }
            left_out.append(LeftOut(Place(name, sheet.name), OmissionReason.SKIPPED_SHEET, message))
            continue
        tables.append(_table(name, sheet, notes.padded.get(sheet.name, {})))
    if not tables:
        raise ExchangeError(
            _("%(name)s holds no filled cell in any visible sheet. Choose another file.") % {"name": name}, Place(name)
        )
    seen = {table.sheet for table in tables} | {""}
    problems = [problem for problem in notes.problems if problem.sheet in seen]
    return WorkbookRead(tables, problems[: limits.MAX_NOTED], left_out)


def _run(name: str, data: bytes) -> bytes:
    """What the reading process says; this one does, where it is limited itself.

    A small file gets little time: it needs none.
    """
    seconds = min(limits.READ_SECONDS, limits.READ_SECONDS_AT_LEAST + len(data) // limits.READ_BYTES_A_SECOND)
    if HERE:
        out = io.StringIO()
        look_into(data, LIMITS, out)
        return out.getvalue().encode()
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", SCRIPT, FOLDER, json.dumps(LIMITS | {"seconds": seconds})],
            input=data,
            capture_output=True,
            timeout=seconds + 5,
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


class _Notes:
    """What the reading process noted about single cells, before it came to the sheets."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.padded: dict[str, dict[tuple[int, str], str]] = {}  # sheet → (row, column letters) → as it is shown

    def take(self, what: str, sheet: str, row: int, column: str, shown: str) -> None:
        """Keep one note."""
        place = Place(self.name, sheet, row, column)
        if what == "padded":
            self.padded.setdefault(sheet, {})[row, column] = shown
        elif what == "error":
            message = _(
                "Cell %(column)s%(row)s shows %(shown)s and counts as blank. Fix its formula or type the text instead."
            ) % {
                "column": column,
                "row": row,
                "shown": shown or "an error",
            }
            self.problems.append(warning(place, message))
        else:
            message = _(
                "Cell %(column)s%(row)s holds a formula without a result. Open the workbook in Excel or LibreOffice, "
                "let it calculate, save it and try again."
            ) % {"column": column, "row": row}
            self.problems.append(Problem.at(place, message))


def _sheets(name: str, said: bytes, notes: _Notes) -> Iterator[_Sheet]:
    """The sheets in what the reading process said; what it noted goes to `notes`.

    Raises ExchangeError for what it complains about.
    """
    sheet: _Sheet | None = None
    for line in said.splitlines():
        try:
            what, *values = json.loads(line)
        except ValueError:
            break
        if what == "refused":
            raise _refusal(name, *values)
        if what == "end":
            if sheet:
                yield sheet
            return
        if what in {"formula", "error", "padded"} and len(values) == 4:
            notes.take(what, *values)
        elif what == "sheet":
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
            _("%(name)s has %(count)s sheets; at most %(most)s are read. Part the workbook.")
            % {"name": name, "count": detail, "most": limits.MAX_SHEETS},
            Place(name),
        )
    if code in {"rows", "cells"}:
        amount = f"{limits.MAX_ROWS:,} rows" if code == "rows" else f"{limits.MAX_CELLS:,} filled cells"
        return ExchangeError(
            _(
                "%(name)s, sheet “%(sheet)s” has more than %(amount)s. Keep what belongs to the framework, or "
                "part the file."
            )
            % {"name": name, "sheet": detail, "amount": amount},
            Place(name, detail),
        )
    if code == "unzipped":
        return ExchangeError(
            _(
                "%(name)s unpacks to %(size)s MB; at most %(most)s MB are read. Save only the "
                "sheets that are needed, or save them as CSV."
            )
            % {"name": name, "size": detail, "most": limits.MAX_UNZIPPED_BYTES // 2**20},
            Place(name),
        )
    if code == "memory":
        return _too_much(name)
    if code in NO_WORKBOOK:
        return ExchangeError(f"{name} {NO_WORKBOOK[code]}", Place(name))
    if code == "foreign":
        what = dict(FOREIGN_PARTS).get(detail)
        message = (
            _("is %(what)s and no workbook. %(cure)s") % {"what": what, "cure": CURE}
            if what
            else _("is a zip file and no workbook. %(unpack)s") % {"unpack": UNPACK}
        )
        return ExchangeError(f"{name} {message}", Place(name))
    if code in {"password", "PasswordError"} or any(sign in detail.lower() for sign in PASSWORD_SIGNS):
        return ExchangeError(
            _("%(name)s is protected with a password. Open it, remove the password, save it and try again.")
            % {"name": name},
            Place(name),
        )
    return ExchangeError(
        _(
            "%(name)s is damaged and cannot be read as a workbook. Open it in Excel or LibreOffice, save it "
            "as .xlsx and try again."
        )
        % {"name": name},
        Place(name),
    )


def _too_much(name: str) -> ExchangeError:
    return ExchangeError(
        _(
            "%(name)s takes too much time or memory to read. Often a stray cell far below or far to the "
            "right of the data is why: copy the data into a new workbook, or save the sheet as CSV, and try "
            "again."
        )
        % {"name": name},
        Place(name),
    )


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
            _(
                "%(name)s, sheet “%(sheet)s” uses %(count)s columns; at most %(most)s are read. Look for "
                "a stray cell in column %(column)s and delete it."
            )
            % {
                "name": name,
                "sheet": sheet.name,
                "count": f"{len(table.letters):,}",
                "most": f"{limits.MAX_COLUMNS:,}",
                "column": table.letters[-1],
            },
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
