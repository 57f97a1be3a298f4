"""Looks into the zip file that a workbook is, before anything reads it: size, damage, passwords, formulas without result."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from ..errors import ExchangeError
from ..limits import MAX_NOTED, MAX_UNZIPPED_BYTES
from ..sheets import Place, Problem, warning

CHUNK = 1 << 20
MAX_PARTS = 5_000
MAX_INDEX_BYTES = 5 << 20  # of the parts that name the sheets
CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
VALUE = re.compile(rb"<(?:\w+:)?v>[^<]|<(?:\w+:)?is>")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
ERROR = re.compile(rb"""\bt=["']e["']""")
ERROR_TEXT = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def inspect_xlsx(name: str, data: bytes) -> list[Problem]:
    """Formulas without a result and cells that hold an error. Raises ExchangeError for a bomb or damage."""
    problems: list[Problem] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(name, archive)
            titles = _sheet_titles(archive)
            for part in archive.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    for chunk in chunks_of_cells(archive, part):
                        problems.extend(_odd_cells(name, titles.get(part, ""), chunk))
                elif part.endswith((".xml", ".rels")):
                    for _ in _raw_chunks(archive, part):  # reading to the end checks the sums
                        pass
    except ExchangeError:
        raise
    except Exception:  # noqa: BLE001  # zipfile and zlib answer damage with many kinds of errors
        raise _damaged(name) from None
    return problems[:MAX_NOTED]


def sheet_titles(data: bytes) -> dict[str, str]:
    """Part of an xlsx file → the sheet's name as a person knows it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _sheet_titles(archive)


def inspect_ods(name: str, data: bytes) -> None:
    """Raises ExchangeError for a bomb, damage or a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(name, archive)
            manifest = b"META-INF/manifest.xml".decode()
            if manifest in archive.namelist() and b"encryption-data" in archive.read(manifest):
                raise ExchangeError(
                    f"{name} is protected with a password. Open it, remove the password, save it and try again.",
                    Place(name),
                )
            for part in archive.namelist():
                if part.endswith(".xml"):
                    for _ in _raw_chunks(archive, part):
                        pass
    except ExchangeError:
        raise
    except Exception:  # noqa: BLE001  # zipfile and zlib answer damage with many kinds of errors
        raise _damaged(name) from None


def _damaged(name: str) -> ExchangeError:
    return ExchangeError(
        f"{name} is damaged: the file ends too early or parts of it are unreadable. "
        "Download or save it again and try once more.",
        Place(name),
    )


def _check_size(name: str, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unzipped = sum(part.file_size for part in parts)
    if unzipped > MAX_UNZIPPED_BYTES or len(parts) > MAX_PARTS:
        raise ExchangeError(
            f"{name} unpacks to {unzipped / 2**20:,.0f} MB; at most {MAX_UNZIPPED_BYTES // 2**20} MB are read. "
            "Save only the sheets that hold the framework, or save them as CSV.",
            Place(name),
        )
    if any(part.flag_bits & 1 for part in parts):
        raise ExchangeError(
            f"{name} is protected with a password. Open it, remove the password, save it and try again.", Place(name)
        )


def _sheet_titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the zip file → the sheet's name as a person knows it."""
    relations, book = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
    if any(archive.getinfo(part).file_size > MAX_INDEX_BYTES for part in (relations, book)):
        return {}
    targets = {
        item.get("Id", ""): posixpath.normpath(posixpath.join("xl", item.get("Target", "")).replace("xl//xl", "/xl"))
        for item in ElementTree.fromstring(archive.read(relations))
    }
    titles = {}
    for item in ElementTree.fromstring(archive.read(book)).iter():
        if item.tag.endswith("}sheet"):
            target = targets.get(item.get(RELATION, ""), "")
            titles[target.removeprefix("/")] = item.get("name", "")
    return titles


def _raw_chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def chunks_of_cells(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that end after whole cells."""
    rest = b""
    for chunk in _raw_chunks(archive, part):
        rest += chunk
        cut = rest.rfind(b"<", 0, max(rest.rfind(b"<c "), rest.rfind(b":c ")) + 1)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > 8 * CHUNK:
            rest = rest[-CHUNK:]
    yield rest


def _odd_cells(name: str, sheet: str, chunk: bytes) -> Iterator[Problem]:
    if not FORMULA.search(chunk) and not ERROR.search(chunk):
        return
    for attributes, inner in CELL.findall(chunk):
        reference = REFERENCE.search(attributes)
        if not reference or not inner:
            continue
        column, row = reference[1].decode(), int(reference[2])
        place = Place(name, sheet, row, column)
        if ERROR.search(attributes):
            shown = ERROR_TEXT.search(inner)
            what = shown[1].decode("ascii", "replace") if shown else "an error"
            yield warning(
                place,
                f"Cell {column}{row} shows {what} and counts as blank. Mend its formula or type the text instead.",
            )
        elif FORMULA.search(inner) and not VALUE.search(inner):
            yield Problem.at(
                place,
                f"Cell {column}{row} holds a formula without a result. Open the workbook in Excel or LibreOffice, "
                "let it calculate, save it and try again.",
            )
