"""One large table as an xlsx file, fast enough to be made while somebody waits; no amount passes through a float.

Only what such a table needs of ECMA-376: one sheet, a bold first row that stays in sight, numbers, dates, texts. openpyxl,
which writes the workbooks that need more, takes ten times as long for the same, longer than a web worker may stay silent, and
formats every Decimal as a float.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import IO, Final
from xml.sax.saxutils import escape

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | dt.date | None  # a datetime, which is a date too, as a clock on the wall says it
LONGEST: Final = 32_767  # characters of a cell; Excel's own limit
_TOGETHER: Final = 2_000  # rows that are written at once
_EPOCH: Final = dt.date(1899, 12, 30)
_DAY: Final = dt.timedelta(days=1)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what begins so stays a text when somebody edits it
_UNFIT: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))  # for XML
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Styles: 0 plain, 1 bold, 2 a date, 3 a text that begins like a formula, 4 a day and time.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file. Cells are None, text, whole numbers, Decimals, dates, times without a zone; a text is never a formula."""
    out = io.BytesIO()
    write_table(out, title, headings, rows)
    return out.getvalue()


def write_table(out: IO[bytes], title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """The same into an open file, a few rows at a time: no more of them is ever held."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        for name, text in _PARTS.items():
            package.writestr(name, _HEAD + text)
        package.writestr("xl/workbook.xml", _workbook(title))
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_opening(headings).encode())
            sheet.write(f"<row>{''.join(_text(heading, 1) for heading in headings)}</row>".encode())
            every = iter(rows)
            while some := list(islice(every, _TOGETHER)):
                sheet.write("".join([f"<row>{''.join(map(_cell, row))}</row>" for row in some]).encode())
            sheet.write(b"</sheetData></worksheet>")


def _workbook(title: str) -> str:
    name = escape(
        "".join(sign for sign in title.translate(_UNFIT) if sign not in "[]:*?/\\")[:31] or "1", {'"': "&quot;"}
    )
    sheets = f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>'
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{sheets}</workbook>'


def _opening(headings: Sequence[str]) -> str:
    pane = '<pane xSplit="2" ySplit="1" topLeftCell="C2" activePane="bottomRight" state="frozen"/>'
    views = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{min(max(len(heading) + 3, 14), 40)}" customWidth="1"/>'
        for number, heading in enumerate(headings, start=1)
    )
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{views}<cols>{widths}</cols><sheetData>'


def _cell(value: Cell) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        return _known(value)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return f"<c><v>{value:f}</v></c>" if isinstance(value, Decimal) else f"<c><v>{value}</v></c>"
    if isinstance(value, dt.datetime):
        return f'<c s="4"><v>{(value - dt.datetime.combine(_EPOCH, dt.time())) / _DAY:.10f}</v></c>'
    if isinstance(value, dt.date):
        return f'<c s="2"><v>{(value - _EPOCH).days}</v></c>'
    raise TypeError(f"A cell cannot hold {type(value).__name__}.")


@lru_cache(4096)
def _known(value: str) -> str:
    return _text(value, 3 if value.startswith(_FORMULA) else 0)


def _text(value: str, style: int) -> str:
    kept = escape(value[:LONGEST].translate(_UNFIT))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{kept}</t></is></c>'
