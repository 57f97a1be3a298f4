"""Reads one workbook in a process of its own.

The library that reads workbooks is compiled: a damaged or hostile file can make it ask for more memory than there is,
which ends the process it runs in. So that this is never a web or task worker, it happens here, under limits; and so does
all looking into the file.

Standard input: the workbook. First argument: the limits as JSON. Standard output: lines of JSON, each a list:
    ["formula" | "error" | "padded", sheet, row, column letters, what is shown]   first, for cells that need a word
    ["sheet", name, visible, first column]   then for each filled row   ["row", number, [cells], [places]]
        where places are those of the cells that hold a number with a fraction
    ["merged", [[top, left, bottom, right]]]   0-based, ends included
    ["refused", code, detail]   and nothing after it; or at last   ["end"]
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from functools import partial
from typing import Any

from .excel97 import MAGIC
from .package import Refused, inspect, inspect_excel97


def main() -> None:
    """Read, and write what was found."""
    limits: dict[str, Any] = json.loads(sys.argv[1])
    _limit(limits)
    look_into(sys.stdin.buffer.read(), limits, sys.stdout)


def warm() -> None:
    """Have the library at hand, for a process that reads in copies of itself."""
    import python_calamine  # noqa: F401


def look_into(data: bytes, limits: dict[str, Any], out: Any) -> None:
    """Write what is in the workbook to `out`, as lines."""
    try:
        if data.startswith(b"PK"):
            inspect(data, limits, partial(_say, out))
        elif data.startswith(MAGIC):
            inspect_excel97(data, limits, partial(_say, out))
        _read(data, limits, out)
    except Refused as refusal:
        _say(out, "refused", *refusal.args)
    except MemoryError:
        _say(out, "refused", "memory", "")
    except BaseException as error:  # noqa: BLE001  # the library's panics are no Exception
        _say(out, "refused", type(error).__name__, str(error)[:500])
    else:
        _say(out, "end")


def _limit(limits: dict[str, Any]) -> None:
    try:
        import resource
    except ImportError:  # not on this system: the time limit of the parent still holds
        return
    for what, amount in ((resource.RLIMIT_AS, limits["memory"]), (resource.RLIMIT_CPU, limits["seconds"])):
        try:
            resource.setrlimit(what, (amount, amount))
        except (ValueError, OSError):
            continue
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(out: Any, *what: object) -> None:
    out.write(json.dumps(what) + "\n")


def _read(data: bytes, limits: dict[str, Any], out: Any) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    del data
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if len(sheets) > limits["sheets"]:
        raise Refused("sheets", str(len(sheets)))
    cells = characters = 0
    for entry in sheets:
        sheet = book.get_sheet_by_name(entry.name)
        first = sheet.start[1] if sheet.start else 0
        _say(out, "sheet", entry.name, entry.visible == SheetVisibleEnum.Visible, first)
        if sheet.start is None:
            continue
        filled = 0
        for number, values in enumerate(sheet.iter_rows(), start=1):
            row = [_text(value) for value in values]
            while row and not row[-1]:
                row.pop()
            if not row:
                continue
            filled += 1
            cells += sum(map(bool, row))
            characters += sum(map(len, row))
            if filled > limits["rows"]:
                raise Refused("rows", entry.name)
            if cells > limits["cells"] or characters > limits["text"]:
                raise Refused("cells", entry.name)
            places = [
                place for place, value in enumerate(values) if isinstance(value, float) and not value.is_integer()
            ]
            _say(out, "row", number, row, places)
        merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
        if merged:
            _say(out, "merged", merged[: limits["rows"]])


def _text(value: object) -> str:
    """A cell as a person reads it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
