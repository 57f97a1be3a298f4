"""Small inputs of the kinds that organisations have, made in code and owned by the tests."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from ladders.exchange.frameworks_in.build.draft import DraftTrack
from ladders.exchange.frameworks_in.mapping.table_mapping import Mapping as Plan
from ladders.exchange.frameworks_in.pipeline import Result, read

Rows = Sequence[Sequence[Any]]

MATRIX: Rows = [
    ["Area", "Skill", "IC1", "IC2", "M2"],
    ["Titles", None, "Baker", "Senior Baker", "Bakery Manager"],
    ["Craft", "Dough", "kneads by recipe", "adapts recipes", None],
    ["Craft", "Oven", "loads it safely", "plans the batches", "buys the next one"],
    ["Together", "Teaching", None, "shows how", "makes room for learning"],
]
LONG: Rows = [
    ["Track", "Code", "Level", "Title", "Competency", "Descriptor"],
    ["Baking", "B1", 1, "Baker", "Dough", "kneads by recipe"],
    ["Baking", "B1", 1, "Baker", "Oven", "loads it safely"],
    ["Baking", "B2", 2, "Senior Baker", "Dough", "adapts recipes"],
    ["Baking", "B2", 2, "Senior Baker", "Oven", "plans the batches"],
    ["Bakery Management", "M2", 2, "Bakery Manager", "Teaching", "makes room for learning"],
]


def csv_bytes(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The rows as delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """A workbook with these sheets; `merged` names areas by sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods_bytes(rows: Rows, name: str = "Levels", *, content: str = "") -> bytes:
    """A minimal OpenDocument spreadsheet; `content` instead of the rows: its content.xml between the document's tags."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
            if value not in (None, "")
            else "<table:table-cell/>"
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        + (content or f'<office:body><office:spreadsheet><table:table table:name="{name}">{cells}</table:table>')
        + ("" if content else "</office:spreadsheet></office:body>")
        + "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def xls_bytes(rows: Rows, name: str = "Levels", *, code: str = "") -> bytes:
    """A minimal workbook of Excel 97: one sheet of labels in a compound file with a single stream. Whole numbers are cells of
    numbers with the format `code`, in each of the ways in which Excel keeps them."""
    return _compound("Workbook", _biff8(rows, name, code))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _biff8(rows: Rows, name: str, code: str) -> bytes:
    begin_globals = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    begin_sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    end = _record(0x000A)
    title = bytes([len(name), 0]) + name.encode("latin-1")
    styles = _record(0x041E, struct.pack("<HHB", 164, len(code), 0) + code.encode("latin-1")) if code else b""
    styles += _record(0x00E0, bytes(20)) + _record(0x00E0, struct.pack("<HH", 0, 164) + bytes(16))
    start = len(begin_globals) + len(styles) + 4 + 6 + len(title) + len(end)
    sheet_entry = styles + _record(0x0085, struct.pack("<IBB", start, 0, 0) + title)
    cells = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, int):
                cells += _number(row, column, value)
            elif value not in (None, ""):
                text = str(value)
                head = struct.pack("<HHHHB", row, column, 0, len(text), 1)
                cells += _record(0x0204, head + text.encode("utf-16-le"))
    return begin_globals + sheet_entry + end + begin_sheet + cells + end


def _number(row: int, column: int, value: int) -> bytes:
    """As a float, packed, packed with others, or as the result of a formula, one after the other by the row."""
    packed = struct.pack("<I", value << 2 & 0xFFFFFFFF | 2)
    head = struct.pack("<HHH", row, column, 1)
    match row % 4:
        case 0:
            return _record(0x0203, head + struct.pack("<d", value))
        case 1:
            return _record(0x027E, head + packed)
        case 2:
            return _record(0x00BD, head + packed + struct.pack("<H", column))
        case _:
            formula = b"\x1e" + struct.pack("<H", 1)
            return _record(
                0x0006, head + struct.pack("<d", value) + bytes(6) + struct.pack("<H", len(formula)) + formula
            )


def _compound(name: str, stream: bytes) -> bytes:
    """A compound file (OLE) with one stream, long enough not to need the mini stream."""
    size = 512
    stream = stream.ljust(max(4096, -(-len(stream) // size) * size), b"\0")
    sectors = len(stream) // size
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat = [*range(1, sectors), end, end, fat_mark]  # stream, directory, table of sectors
    fat += [free] * (size // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, sectors, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", sectors + 1) + struct.pack("<I", free) * 108

    def entry(title: str, kind: int, first: int, length: int, child: int) -> bytes:
        raw = title.encode("utf-16-le") + b"\0\0"
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBB", len(raw), kind, 1)
            + struct.pack("<III", free, free, child)
            + bytes(36)
            + struct.pack("<IQ", first, length)
        )

    directory = entry("Root Entry", 5, end, 0, 1) + entry(name, 2, 0, len(stream), free)
    directory = directory.ljust(size, b"\0")
    return header + stream + directory + struct.pack(f"<{size // 4}I", *fat)


def read_one(name: str, data: bytes, mapping: Plan | None = None, where: Sequence[str] = ()) -> Result:
    """What the pipeline makes of one file."""
    return read([(name, data)], mapping, where)


def read_rows(rows: Rows, name: str = "input.csv") -> Result:
    """What the pipeline makes of a csv with these rows."""
    return read_one(name, csv_bytes(rows))


def counts(result: Result) -> tuple[int, int, int, int]:
    """Tracks, levels, competencies, expectations."""
    data = result.to_json()
    return data["tracks"], data["levels"], data["competencies"], data["expectations"]


def shape(tracks: Sequence[DraftTrack]) -> list[tuple[str, str, list[str]]]:
    """Kind, name and level titles of each track."""
    return [(track.kind.value, track.name, [level.title for level in track.levels]) for track in tracks]


def messages(result: Result) -> list[str]:
    """The sentences of all problems."""
    return [problem.message for problem in result.problems]


def cell(result: Result, level: str, competency: str) -> str:
    """The descriptor of a level (by code) in a competency."""
    return next(
        item.descriptor
        for entry in result.draft.levels
        if entry.code == level
        for item in entry.expectations
        if item.competency == competency
    )
