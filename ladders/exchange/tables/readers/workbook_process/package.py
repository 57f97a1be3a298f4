"""Looks into the zip file that a workbook is, before the library reads it: kind, size, damage, passwords, odd cells."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

from . import excel97, opendocument
from .cells import OVERLAP, look_at_cells, may_be_odd
from .letters import letters
from .number_formats import Shape, shape_of

CHUNK = 1 << 20
MAX_PARTS = 5_000
MAX_INDEX_BYTES = 5 << 20  # of the parts that name the sheets
MAX_STYLES_BYTES = 20 << 20
MANIFEST = "META-INF/manifest.xml"
BOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
ODS_STYLES, ODS_CONTENT = "styles.xml", "content.xml"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Say = Callable[..., None]


class Refused(Exception):
    """A limit is passed, or this is no workbook: code and detail."""


def inspect(data: bytes, limits: dict[str, Any], say: Say) -> None:
    """Say what of the cells is odd or padded. Raises Refused for what is no workbook, or none that is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive, limits["unzipped"])
            if _is_xlsx(archive, limits["foreign"]):
                _inspect_xlsx(archive, limits, say)
            else:
                if not _inspect_ods(archive):
                    return
                opendocument.tell_padded(
                    _chunks_if_there(archive, ODS_STYLES), _chunks_if_there(archive, ODS_CONTENT), _teller(limits, say)
                )
    except (Refused, MemoryError):
        raise
    except Exception:  # noqa: BLE001  # zipfile and zlib answer damage with many kinds of errors
        raise Refused("parts", "") from None


def inspect_excel97(data: bytes, limits: dict[str, Any], say: Say) -> None:
    """Say which cells of an .xls are padded."""
    excel97.tell_padded(data, _teller(limits, say))


def _teller(limits: dict[str, Any], say: Say) -> Callable[[str, int, int, str], bool]:
    """Says of a sheet, row, column index and text that the cell is padded; answers whether there may be more."""
    left: list[int] = [limits["cells"]]

    def tell(sheet: str, row: int, column: int, text: str) -> bool:
        say("padded", sheet, row, letters(column), text)
        left[0] -= 1
        return left[0] > 0

    return tell


def _check_size(archive: zipfile.ZipFile, most: int) -> None:
    parts = archive.infolist()
    unzipped = sum(part.file_size for part in parts)
    if unzipped > most or len(parts) > MAX_PARTS:
        raise Refused("unzipped", f"{unzipped / 2**20:,.0f}")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("password", "")


def _is_xlsx(archive: zipfile.ZipFile, foreign: list[str]) -> bool:
    """Whether it is an Excel workbook; False for one of OpenDocument. Raises Refused for everything else."""
    members = archive.namelist()
    mimetype = b""
    if "mimetype" in members and archive.getinfo("mimetype").file_size < 1000:
        mimetype = archive.read("mimetype")[:100]
    if "xl/workbook.bin" in members:
        raise Refused("binary", "")
    if any(member.startswith("xl/") for member in members):
        return True
    if b"opendocument.spreadsheet" in mimetype or ("content.xml" in members and not mimetype):
        return False
    if b"opendocument" in mimetype:
        raise Refused("opendocument", "")
    raise Refused("foreign", next((part for part in foreign if any(each.startswith(part) for each in members)), ""))


def _inspect_ods(archive: zipfile.ZipFile) -> bool:
    """Read it through, which checks the sums; whether numbers may be padded in it. Raises Refused where it is locked."""
    if MANIFEST in archive.namelist():
        found, before = False, b""
        for chunk in _chunks(archive, MANIFEST):
            found, before = found or b"encryption-data" in before + chunk, chunk[-20:]
        if found:
            raise Refused("password", "")
    padded = False
    for part in archive.namelist():
        if part.endswith(".xml"):
            before = b""
            for chunk in _chunks(archive, part):
                padded = padded or opendocument.MAY_PAD.search(before + chunk) is not None
                before = chunk[-OVERLAP:]
    return padded


def _inspect_xlsx(archive: zipfile.ZipFile, limits: dict[str, Any], say: Say) -> None:
    titles, shapes = _sheet_titles(archive), _shapes(archive)
    left = {"formula": limits["noted"], "error": limits["noted"], "padded": limits["cells"]}
    for part in archive.namelist():
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            if not may_be_odd(_chunks(archive, part)) and not shapes:
                continue
            title = titles.get(part, "")

            def tell(kind: str, *what: object, sheet: str = title) -> None:
                left[kind] -= 1
                if left[kind] >= 0:
                    say(kind, sheet, *what)

            look_at_cells(_chunks(archive, part), shapes, tell)
        elif part.endswith((".xml", ".rels")):
            _read_through(archive, part)


def _sheet_titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the zip file → the sheet's name as a person knows it."""
    if any(archive.getinfo(part).file_size > MAX_INDEX_BYTES for part in (RELATIONS, BOOK)):
        return {}
    targets = {
        item.get("Id", ""): posixpath.normpath(posixpath.join("xl", item.get("Target", "")).replace("xl//xl", "/xl"))
        for item in ElementTree.fromstring(archive.read(RELATIONS))
    }
    titles = {}
    for item in ElementTree.fromstring(archive.read(BOOK)).iter():
        if item.tag.endswith("}sheet"):
            target = targets.get(item.get(RELATION, ""), "")
            titles[target.removeprefix("/")] = item.get("name", "")
    return titles


def _shapes(archive: zipfile.ZipFile) -> dict[str, Shape]:
    """Number of the cell style → what it shows, of formats of zeros. Without them where the styles cannot be read."""
    if STYLES not in archive.namelist() or archive.getinfo(STYLES).file_size > MAX_STYLES_BYTES:
        return {}
    try:
        root = ElementTree.fromstring(archive.read(STYLES))
    except (ElementTree.ParseError, ValueError, zipfile.BadZipFile, zlib.error):
        return {}
    formats = {
        item.get("numFmtId", ""): shape
        for item in root.iter()
        if item.tag.endswith("}numFmt") and (shape := shape_of(item.get("formatCode", "")))
    }
    styles = next((item for item in root if item.tag.endswith("}cellXfs")), None)
    if not formats or styles is None:
        return {}
    return {
        str(index): formats[style.get("numFmtId", "")]
        for index, style in enumerate(styles)
        if style.get("numFmtId", "") in formats
    }


def _read_through(archive: zipfile.ZipFile, part: str) -> None:
    for _ in _chunks(archive, part):
        pass


def _chunks_if_there(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    return _chunks(archive, part) if part in archive.namelist() else iter(())


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
